@flow:supplier-customer
Feature: Edits that meet
  Users edit both sides, and synchronisation writes in between. No edit is lost by that, none comes back from the
  past, and nothing is written that need not be.

  Rule: Two edits of one moment are decided in one way

    @R-31 @S-31 @item:supplier-customer/tie
    Scenario: of two edits of one moment the Supplier's holds
      Given a Supplier linked to a Customer
      When the PhoneNumber of the Supplier and of the Customer are edited in one moment
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value

    @R-27 @S-27c @item:supplier-customer/old-values
    Scenario: where two saves hide the time of the first, both sides still agree on one of the two values
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And later the Customer's PhoneNumber is edited
      And later the Supplier's EmailAddress is edited
      Then the PhoneNumber of the Supplier and of the Customer is one of the two values
      And the EmailAddress of the Supplier and of the Customer is the Supplier's value

    @R-27 @S-27 @item:supplier-customer/old-values
    Scenario: an edit that could not be written in time still beats an older value
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But in the next cycle no Customer can be written
      And after that cycle the Customer's EmailAddress is edited
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value

  Rule: What is about to be overwritten is looked at first

    @R-32 @S-32 @item:supplier-customer/second-look
    Scenario: a Customer's edit after it was listed is not overwritten by an older one
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But a user edits the Customer's PhoneNumber right after Customers have been listed
      Then the PhoneNumber of the Supplier and of the Customer is the Customer's value
      And the Customer never lost it in between

    @R-32 @S-32 @item:supplier-customer/second-look
    Scenario: another edit of the Customer at that moment keeps no value from arriving
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But a user edits the Customer's EmailAddress right after Customers have been listed
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value

    @R-32 @S-32b @item:supplier-customer/second-look
    Scenario: steady edits outside the dataflow keep no value from arriving
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But a user edits the Customer's Allowance whenever Customers have been listed
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value

  Rule: An edit is never taken for an echo

    @R-43 @S-43b @item:supplier-customer/no-false-echo
    Scenario: an edit right after synchronisation's own write travels back
      Given a Supplier linked to a Customer
      And a user edits the Customer's EmailAddress right after the Supplier's edit has reached it
      When the Supplier's PhoneNumber is edited
      Then the EmailAddress of the Supplier and of the Customer is the Customer's value
      And the PhoneNumber of the Supplier and of the Customer is the Supplier's value

    @R-43 @S-43c @item:supplier-customer/no-false-echo
    Scenario: a value that is set back to what it was before is an edit too
      Given a Supplier linked to a Customer
      And a user sets the Customer's PhoneNumber back right after the Supplier's edit has reached it
      When the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the Customer's value

  Rule: Nothing is written that need not be

    @R-43 @S-43d @item:supplier-customer/no-needless-write
    Scenario: a save without a change, and an edit outside the dataflow, cause no write
      Given a Supplier linked to a Customer
      When the Supplier is saved without a change
      And the Supplier's Payout is switched off
      Then nothing has been written

    @R-42 @S-42 @item:supplier-customer/quiet
    Scenario: a Name from which PowerOffice cuts a blank is not written again
      Given PowerOffice cuts outer blanks off what synchronisation writes
      And a Supplier whose Name ends in a blank, linked to a Customer
      When synchronisation runs three times, rereads everything, forgets its read position and restarts
      Then nothing has been written

    @R-19 @S-19 @item:supplier-customer/only-differences
    Scenario: an edit of one property is carried by a request for that property only
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      And the request that brought it holds nothing but the PhoneNumber

    @R-30 @S-30c @item:customer-contactperson/emptied
    Scenario: a PhoneNumber that users cleared on both sides stays away
      Given a Customer linked to a Contactperson
      When the PhoneNumber of the Customer and of the Contactperson are cleared in one moment
      Then the PhoneNumber of the Customer and of the Contactperson is empty
      And nothing has been written
