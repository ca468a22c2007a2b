@flow:supplier-customer
Feature: Reading what has changed
  Synchronisation reads what changed since it last looked, and now and then everything. Whatever happens in
  between, no change is lost, nothing that is merely missing from a list counts as deleted, and nothing old
  counts as new.

  Rule: Nothing falls between two readings

    @R-44 @S-44 @item:supplier-customer/read-position
    Scenario: a Supplier that shows only after another of the same moment has been read gets its Customer
      Given a Supplier linked to a Customer
      And 2 more Suppliers of one moment, of which the next reading shows one only
      When synchronisation settles
      Then every Supplier has exactly one Customer

    @R-44 @S-44 @item:supplier-customer/read-position
    Scenario: reading everything again makes no old value newer than an edit
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And synchronisation is told to read everything again
      Then the PhoneNumber of the Supplier and of the Customer is the later value

    @R-44 @S-44b @item:supplier-customer/read-position
    Scenario: a synchroniser whose clock is ten minutes ahead misses no edit
      Given the clock of PowerOffice is ten minutes behind
      And a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value

    @R-45 @S-45 @item:supplier-customer/safe-position
    Scenario: edits on a page that could not be read arrive after the trouble
      Given everything is read once, and then only what changed
      And a page holds at most 1 record
      And 4 Suppliers, each linked to a Customer
      And in the next cycle the third page of Suppliers cannot be read
      When each Supplier gets a PhoneNumber of its own, the last Supplier first
      Then each Customer holds its own Supplier's PhoneNumber

    @R-45 @S-45 @item:supplier-customer/safe-position
    Scenario: an edit that was read just before a kill arrives after the restart
      Given everything is read once, and then only what changed
      And a Supplier linked to a Customer
      And synchronisation is killed before its next write
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value

    @R-45 @S-45 @item:supplier-customer/safe-position
    Scenario: a Supplier whose Customer could not be created in time of trouble gets it afterwards
      Given everything is read once, and then only what changed
      And a Supplier linked to a Customer
      When another Supplier appears
      But in the next cycle no Customer can be created
      Then every Supplier has exactly one Customer

  Rule: What has not been read completely creates nothing

    @R-16 @S-16 @item:supplier-customer/complete-reading
    Scenario: a Supplier whose Customer stands on a page that cannot be read waits for it
      Given the EmailAddress decides which Supplier and which Customer are the same
      And a page holds at most 1 record
      And a Customer
      And a Customer with a PhoneNumber
      And later a Supplier with the same EmailAddress and without PhoneNumber
      And in the next cycle the last page of Customers cannot be read
      When synchronisation settles
      Then no Customer has been created by synchronisation
      And the PhoneNumber of the Supplier and of the Customer is the Customer's value

    @R-16 @S-16b @item:supplier-customer/complete-reading
    Scenario: a Supplier that is deleted right after it was listed gets no Customer
      Given a Supplier linked to a Customer
      When another Supplier appears
      But a user deletes it right after it has been listed
      Then no second Customer has been created

  Rule: Not seen is not deleted

    @R-40 @S-40 @item:supplier-customer/not-seen
    Scenario: Customers that lists do not show for a while stay linked, and nothing is written
      Given 3 Suppliers, each linked to a Customer
      When for two cycles each the list of Customers is empty, shows every second, breaks off and is not there
      Then nothing has been written
      And each Supplier's PhoneNumber still reaches its Customer

    @R-40 @S-40b @item:supplier-customer/breaker
    Scenario: a list in which all of many Suppliers have changed at once is not believed
      Given synchronisation stops when most records have changed at once
      And many Suppliers, all of them with their Customers
      When for two cycles the list of Suppliers shows one EmailAddress for all of them
      Then nothing has been written
      And there was an alarm
      But when the list is right again, the Supplier's PhoneNumber reaches the Customer

  Rule: Old data rolls nothing back

    @R-29 @S-29 @item:supplier-customer/stale-data
    Scenario: a list that is out of date takes no edit back
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And after it is synchronised the list of Suppliers shows for two cycles how it was before
      Then nothing has been written
      And the PhoneNumber of the Supplier and of the Customer is the later value

    @R-29 @S-29 @item:supplier-customer/stale-data
    Scenario: of two revisions in one list the newer counts
      Given a Supplier linked to a Customer
      And each list of Suppliers shows them once more at its end, as they were before
      When the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value

  Rule: A change that moves no stamp of its record travels too

    @R-23 @S-23 @item:customer-contactperson/address-alone
    Scenario: a Customer's City that is edited alone reaches the Contactperson
      Given a Customer linked to a Contactperson
      When the Customer's MailAddress.City is edited
      Then the Contactperson's MailAddress.City holds the new value

    @R-23 @S-23b @item:customer-contactperson/address-alone
    Scenario: a Customer's later ZipCode wins although nothing else of the Customer was edited
      Given a Customer linked to a Contactperson
      When the Contactperson's MailAddress.ZipCode and PhoneNumber are edited
      And later the Customer's MailAddress.ZipCode is edited
      Then the MailAddress.ZipCode of the Customer and of the Contactperson is the later value
