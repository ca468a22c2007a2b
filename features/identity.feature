@flow:supplier-customer
Feature: Partners for good
  Whoever is linked stays linked: to its own partner and to no other, whatever is edited, created, archived or
  switched off later.

  Rule: A link holds

    @R-2 @S-2b @item:supplier-customer/by-id
    Scenario: a Customer that a user makes at the same moment is not taken for the Supplier's
      Given a Supplier
      And a user creates another Customer right after the Supplier's has been created
      When synchronisation settles
      Then the Supplier has exactly one Customer
      And the Supplier's PhoneNumber reaches the Customer

    @R-3 @S-3 @item:supplier-customer/lasting-link
    Scenario Outline: partners that were found by their EmailAddress stay partners when the <edited>'s is edited
      Given the EmailAddress decides which Supplier and which Customer are the same
      And a Customer with a PhoneNumber
      And later a Supplier with the same EmailAddress and without PhoneNumber
      When the <edited>'s EmailAddress is edited
      Then the <other>'s EmailAddress holds the new value
      And no Customer has been created by synchronisation
      Examples:
        | edited   | other    |
        | Supplier | Customer |
        | Customer | Supplier |

    @R-3 @S-3 @item:supplier-customer/lasting-link
    Scenario: partners stay partners when one gets the EmailAddress of a third
      Given the EmailAddress decides which Supplier and which Customer are the same
      And a Customer with a PhoneNumber
      And later a Supplier with the same EmailAddress and without PhoneNumber
      When the Supplier gets the EmailAddress of another Customer
      Then the Customer's EmailAddress holds the new value
      And nothing has changed in the other Customer

    @R-6 @S-6 @item:customer-contactperson/no-stealing
    Scenario: a Contactperson stays with its Customer when another Customer gets the same EmailAddress
      Given the EmailAddress decides which Customer and which Contactperson are the same
      And a Customer linked to a Contactperson
      When another Customer with the same EmailAddress appears
      Then the Customer's PhoneNumber reaches the Contactperson
      And no second Contactperson has been created

  Rule: Equal numbers are not equal records

    @R-4 @S-4 @item:all-flows/composite-identity
    Scenario: an Employee with the number of a Contactperson, and one contact in two roles, are told apart
      Given a house customer
      And a Supplier and a Customer that are one contact
      And an Employee with the number of that Customer's Contactperson
      When synchronisation settles
      Then the Employee has exactly one Contactperson
      And a PhoneNumber of its own in each turns up at its own partners only

  Rule: Only what is created anew is created once

    @R-9 @S-9 @item:supplier-customer/created-once
    Scenario: a Customer that was created in a cycle that broke off is not created again
      Given 2 Suppliers from before synchronisation was switched on
      And synchronisation is killed before its second Customer is created
      When synchronisation is started again and settles
      Then the first creation lasts, and no Supplier has a second Customer

  Rule: Switches

    @R-15 @S-15 @item:supplier-customer/switches
    Scenario: with full sync off, an old Supplier gets no Customer even when it is edited
      Given only what is created from now on is synchronised
      And a Supplier
      When the Supplier's PhoneNumber is edited
      Then the Supplier has no Customer
      But another Supplier that appears then has exactly one Customer

    @R-15 @S-15b @item:supplier-customer/switches
    Scenario: Customers that are not written to feed their Suppliers, and catch up later
      Given a Supplier linked to a Customer
      And Customers are not written to
      When the Supplier's PhoneNumber is edited
      And later the Customer's EmailAddress is edited
      Then the EmailAddress of the Supplier and of the Customer is the Customer's value
      And the Customer's PhoneNumber is as it was before
      But once Customers are written to again, the Customer's PhoneNumber is the Supplier's

  Rule: Archived is not deleted

    @R-41 @S-41 @item:supplier-customer/archived
    Scenario: an archived Supplier's Customer stays as it is, and stays its partner
      Given a Supplier linked to a Customer
      When a user archives the Supplier
      And synchronisation forgets its read position and reads everything again
      Then nothing has changed in the Customer
      And no second Customer has been created
      But once the Supplier is taken back, its PhoneNumber reaches the Customer

    @R-41 @S-41 @item:supplier-customer/archived
    Scenario: an edit that an archived Customer does not take waits until it is taken back
      Given a Supplier linked to a Customer
      And PowerOffice takes no change of an archived Customer
      When a user archives the Customer
      And later the Supplier's PhoneNumber is edited
      Then at most one request for the Customer is refused in 5 cycles more
      But once the Customer is taken back, its PhoneNumber is the Supplier's

    @R-41 @S-41 @item:customer-contactperson/inactive
    Scenario: a Contactperson that a user deactivated stays inactive when its PhoneNumber is updated
      Given a Customer linked to a Contactperson
      When a user deactivates the Contactperson
      And later the Customer's PhoneNumber is edited
      Then the Contactperson's PhoneNumber holds the new value
      And nothing else has changed in the Contactperson

    @R-38 @S-38 @item:supplier-customer/no-deletes
    Scenario: a Customer of the same Name that a user made is not cleaned away
      Given a Supplier linked to a Customer
      And a Customer of the same Name that a user made
      When synchronisation forgets its read position and reads everything again
      Then the Customer is still there, unchanged
