@flow:supplier-customer
Feature: When things go wrong
  Answers get lost, PowerOffice refuses, throttles or is down, keys are revoked, synchronisation is killed. When it
  is over, everything is as it would have been without, and nothing is there twice.

  Rule: A creation in doubt happens once

    @R-47 @S-47c @item:supplier-customer/lost-answer
    Scenario: a Customer that was created although a gateway answered 502 is not created again
      Given a Supplier
      And the Customer's creation is carried out and answered by an error of the gateway
      When synchronisation settles
      Then the Supplier has exactly one Customer

    @R-47 @S-47d @item:supplier-customer/lost-answer
    Scenario: a Customer whose creation never arrived is created by a later try
      Given a Supplier
      And the connection breaks before the Customer is created
      When synchronisation settles
      Then the Supplier has exactly one Customer

  Rule: One bad record hurts only itself

    @R-48 @S-48 @item:supplier-customer/one-bad
    Scenario: of five Suppliers the third is refused, and the others get one Customer each
      Given 5 Suppliers from before synchronisation was switched on
      And PowerOffice refuses the Customer of the third
      When synchronisation settles
      Then every other Supplier has exactly one Customer
      But once the third is corrected, it has one too

    @R-53 @S-53b @item:customer-contactperson/refused
    Scenario: a value that PowerOffice refuses is not sent again and again, and a corrected one is written
      Given a Customer linked to a Contactperson
      When the Customer's EmailAddress becomes one that no Contactperson may have
      Then at most one request for the Contactperson is refused in 5 cycles more
      But once it is corrected, the Contactperson holds it

  Rule: What could not be written is written later

    @R-49 @S-49 @item:supplier-customer/failed-update
    Scenario: a value that could not be written arrives after the trouble, without another edit
      Given everything is read once, and then only what changed
      And a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But in the next cycle no Customer can be written
      Then the Customer's PhoneNumber holds the new value

    @R-53 @S-53 @item:supplier-customer/transient
    Scenario: a write that fails three times and then succeeds is one write
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But the next 3 writes to a Customer fail
      Then the Customer's PhoneNumber holds the new value
      And the Customer was changed once

    @R-53 @S-53 @item:supplier-customer/transient
    Scenario: a cycle ends although writes keep failing
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But in the next cycle no Customer can be written
      Then that cycle costs at most 50 requests

    @R-53 @S-53d @item:supplier-customer/transient
    Scenario: a write that failed does not come after a newer one
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But in the next cycle no Customer can be written
      And after that cycle the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value

    @R-53 @S-53c @item:supplier-customer/elsewhere
    Scenario: Suppliers and Customers go on while Employees cannot be read
      Given a house customer
      And a Supplier linked to a Customer
      And Employees cannot be read
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value

  Rule: Throttling delays, nothing else

    @R-52 @S-52 @item:supplier-customer/throttled
    Scenario: 20 Suppliers get their Customers at ten requests a second, and refusals are heeded
      Given 20 Suppliers from before synchronisation was switched on
      When synchronisation settles while PowerOffice lets ten requests a second through
      Then every Supplier has exactly one Customer
      And after each refusal it waited as long as it was told
      And at most one request in five was refused

    @R-52 @S-52 @item:supplier-customer/throttled
    Scenario: an edit that is throttled through a whole cycle arrives later
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      But in the next cycle every write to a Customer is throttled
      Then the Customer's PhoneNumber holds the new value

  Rule: Keys and tokens end

    @R-54 @S-54 @item:supplier-customer/keys
    Scenario: a token that expires between two pages and before a write is renewed, and nothing is lost
      Given a page holds at most 1 records
      And 2 Suppliers, each linked to a Customer
      And the token expires before a second page and before a write to a Customer
      When each Supplier gets a PhoneNumber of its own
      Then each Customer holds its own Supplier's PhoneNumber
      And it signed in no more often than it had to

    @R-54 @S-54b @item:supplier-customer/keys
    Scenario: edits made while the client key was revoked arrive, with their own times, when it is renewed
      Given everything is read once, and then only what changed
      And a Supplier linked to a Customer
      And the client key is revoked
      When the Supplier's PhoneNumber is edited
      And much later the Customer's EmailAddress is edited
      And after 3 cycles the client key is renewed
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value
      And it asked for a token at most 6 times in vain

    @R-54 @S-54c @item:all-flows/forbidden
    Scenario: where the privilege for Employees is withdrawn, the other flows go on and no Employee counts as deleted
      Given a house customer
      And an Employee linked to a Contactperson
      And a Supplier linked to a Customer
      When Employees may not be read for 3 cycles, and the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      But once Employees may be read again, the Employee's PhoneNumber reaches the Contactperson
      And no second Contactperson has been created

  Rule: A kill leaves no trace

    @R-50 @S-50 @item:supplier-customer/restart
    Scenario: kills at any request change nothing in the end
      Given 3 Suppliers from before synchronisation was switched on
      And synchronisation is killed three times, at requests that chance chooses
      When synchronisation is started again and settles
      Then every Supplier has exactly one Customer
      And no other Customer has been created for a Supplier

    @R-50 @S-50 @item:supplier-customer/restart
    Scenario Outline: what was known of the times of values is known after synchronisation was <ended>
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And much later the Customer's EmailAddress is edited
      And synchronisation is <ended> and started again
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value
      Examples:
        | ended   |
        | killed  |
        | stopped |

    @R-50 @S-50 @item:supplier-customer/restart
    Scenario: partners are known after a kill
      Given a Supplier linked to a Customer
      When synchronisation is killed and started again
      Then the Supplier's PhoneNumber reaches the Customer
      And no second Customer has been created

    @R-51 @S-51 @item:supplier-customer/one-writer
    Scenario: a second synchroniser on the same memory makes nothing twice
      Given a Supplier
      When a second synchroniser is started with the same memory, and both run
      Then the Supplier has exactly one Customer
      And no second Customer has been created

    @R-51 @S-51b @item:supplier-customer/lost-memory
    Scenario: a synchroniser that has lost its memory finds its partners by their marks
      Given a Supplier linked to a Customer
      When synchronisation loses its memory
      Then the Supplier's PhoneNumber reaches the Customer
      And no second Customer has been created

    @R-51 @S-51b @item:supplier-customer/lost-memory-unmarked
    Scenario: a synchroniser that has lost its memory and sets no marks creates nothing again
      Given creations carry no marks
      And a Supplier linked to a Customer
      When synchronisation loses its memory
      And synchronisation forgets its read position and reads everything again
      Then no second Customer has been created
      And the Supplier's PhoneNumber, edited then, makes no second Customer either
