@flow:all-flows
Feature: All flows together
  What no single flow shows: values travel along the chain Supplier, Customer, Contactperson; nothing
  happens without a reason; what a user deleted stays deleted; and a lost answer makes no duplicate.

  Background:
    Given a house customer

  Rule: The flows form a chain

    @R-7 @S-7 @item:all-flows/chain-creation
    Scenario: Customers that synchronisation made get their Contactperson too
      Given 5 Employees from before synchronisation was switched on
      And 4 Suppliers from before synchronisation was switched on
      And 2 Customers from before synchronisation was switched on
      When synchronisation settles
      Then there are 7 Customers and 12 Contactpersons
      And every Employee has exactly one Contactperson
      And every Supplier has exactly one Customer
      And every Customer has exactly one Contactperson

    @R-12 @S-12 @item:all-flows/chain-creation
    Scenario: a new Supplier's Customer is created before that Customer's Contactperson
      Given a Supplier
      When synchronisation settles
      Then the Customer was created before its Contactperson, which is placed under it

    @R-24 @S-24 @item:all-flows/chain
    Scenario Outline: an EmailAddress edited at the <end> reaches the whole chain with two writes
      Given a Supplier linked to a Customer that is linked to a Contactperson
      When the <end>'s EmailAddress is edited
      Then all three hold the new EmailAddress after at most 3 cycles
      And exactly two writes were made
      Examples:
        | end           |
        | Supplier      |
        | Customer      |
        | Contactperson |

    @R-28 @S-28b @item:all-flows/chain-conflict
    Scenario: a Contactperson's later edit beats a Supplier's edit that is still on its way
      Given a Supplier linked to a Customer that is linked to a Contactperson
      And a user edits the Contactperson's EmailAddress just before the Supplier's edit reaches it
      When the Supplier's EmailAddress is edited
      Then all three hold the Contactperson's EmailAddress

  Rule: Quiet means quiet

    @R-42 @S-42 @rows:flows @check:quiet
    Scenario Outline: <source> and <target> in agreement are left alone
      Given one <source> linked to one <target>
      When synchronisation runs three times, rereads everything, forgets its read position and restarts
      Then nothing has been written
      Examples:
        | item                         | source   | target        |
        | employee-contactperson/quiet | Employee | Contactperson |
        | supplier-customer/quiet      | Supplier | Customer      |
        | customer-contactperson/quiet | Customer | Contactperson |

    @R-42 @S-42 @item:all-flows/quiet
    Scenario: all three flows in agreement are left alone
      Given 2 Employees from before synchronisation was switched on
      And 2 Suppliers from before synchronisation was switched on
      And 2 Customers from before synchronisation was switched on
      And everything is synchronised
      When synchronisation runs three times, rereads everything, forgets its read position and restarts
      Then nothing has been written
      And every Employee has exactly one Contactperson
      And every Supplier has exactly one Customer

    @R-43 @S-43 @rows:flows @check:one-edit-one-write
    Scenario Outline: one edit of the <source> causes one write to its <target> and none back
      Given one <source> linked to one <target>
      When the <source>'s PhoneNumber is edited
      Then the <target>'s PhoneNumber holds the new value
      And the <target> was written once and the <source> not at all
      Examples:
        | item                                      | source   | target        |
        | employee-contactperson/one-edit-one-write | Employee | Contactperson |
        | supplier-customer/one-edit-one-write      | Supplier | Customer      |
        | customer-contactperson/one-edit-one-write | Customer | Contactperson |

  Rule: What a user deleted stays deleted

    @R-39 @S-39 @rows:flows @check:no-resurrection
    Scenario Outline: a deleted <target> is not created again for its <source>
      Given one <source> linked to one <target>
      When a user deletes the <target>
      And synchronisation forgets its read position and reads everything again
      Then no <target> has been created for the <source> again
      And nothing has changed in the <source>
      Examples:
        | item                                   | source   | target        |
        | employee-contactperson/no-resurrection | Employee | Contactperson |
        | supplier-customer/no-resurrection      | Supplier | Customer      |
        | customer-contactperson/no-resurrection | Customer | Contactperson |

    @R-39 @S-39b @rows:flows @check:no-resurrection
    Scenario Outline: an edit of the <source> whose <target> was deleted goes nowhere
      Given one <source> linked to one <target>
      When a user deletes the <target>
      And later the <source>'s PhoneNumber is edited
      Then no <target> has been created for the <source> again
      And at most one request for the deleted <target> has failed
      Examples:
        | item                                   | source   | target        |
        | employee-contactperson/no-resurrection | Employee | Contactperson |
        | supplier-customer/no-resurrection      | Supplier | Customer      |
        | customer-contactperson/no-resurrection | Customer | Contactperson |

    @R-39 @S-39c @item:all-flows/survivors
    Scenario: the Customer and the Contactperson of a deleted Supplier go on together
      Given a Supplier linked to a Customer that is linked to a Contactperson
      When a user deletes the Supplier
      And after it is synchronised the Customer's PhoneNumber is edited
      Then the Contactperson's PhoneNumber holds the new value

  Rule: Every page is read

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: an empty list of <source>s ends, and the first <source> gets its <target>
      Given a page holds at most 3 records
      And everything is synchronised
      When another <source> appears
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: 3 <source>s fill a page of 3 and each gets its <target>
      Given a page holds at most 3 records
      And 3 <source>s from before synchronisation was switched on
      When synchronisation settles
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: 6 <source>s fill two pages of 3 and each gets its <target>
      Given a page holds at most 3 records
      And 6 <source>s from before synchronisation was switched on
      When synchronisation settles
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: 7 <source>s spill over to a third page of 3 and each gets its <target>
      Given a page holds at most 3 records
      And 7 <source>s from before synchronisation was switched on
      When synchronisation settles
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: the <source> that two pages show gets one <target>
      Given a page holds at most 3 records
      And each page shows the last record of the page before once more
      And 7 <source>s from before synchronisation was switched on
      When synchronisation settles
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-46 @S-46 @rows:flows @check:all-pages
    Scenario Outline: the <source> that slips to an earlier page while the pages are read gets its <target>
      Given a page holds at most 3 records
      And 7 <source>s from before synchronisation was switched on
      And a user deletes the first <source> just before the second page is read
      When synchronisation settles
      Then every <source> has exactly one <target>
      Examples:
        | item                             | source   | target        |
        | employee-contactperson/all-pages | Employee | Contactperson |
        | supplier-customer/all-pages      | Supplier | Customer      |
        | customer-contactperson/all-pages | Customer | Contactperson |

    @R-9 @S-9 @rows:flows @check:created-once
    Scenario Outline: the <source> that is listed twice gets one <target>
      Given a page holds at most 2 records
      And each page shows the last record of the page before once more
      And 4 <source>s from before synchronisation was switched on
      When synchronisation settles
      And synchronisation forgets its read position and reads everything again
      Then every <source> has exactly one <target>
      Examples:
        | item                                | source   | target        |
        | employee-contactperson/created-once | Employee | Contactperson |
        | supplier-customer/created-once      | Supplier | Customer      |
        | customer-contactperson/created-once | Customer | Contactperson |

  Rule: A lost answer makes no duplicate

    @R-47 @S-47 @rows:flows @check:lost-answer-link
    Scenario Outline: a <target> whose creation was not answered is linked to its <source>
      Given one <source>
      And the answer to the <target>'s creation is lost
      When synchronisation settles
      Then the <source> has exactly one <target>
      And the <source>'s PhoneNumber reaches the <target>
      Examples:
        | item                                    | source   | target        |
        | employee-contactperson/lost-answer-link | Employee | Contactperson |
        | supplier-customer/lost-answer-link      | Supplier | Customer      |
        | customer-contactperson/lost-answer-link | Customer | Contactperson |

    @R-47 @S-47 @item:supplier-customer/lost-answer-link
    Scenario: a user's Customer of the same Name is not mistaken for one that was created before a kill
      Given a Supplier
      And a Customer of the same Name that a user made
      And synchronisation is killed before it hears that the Customer has been created
      When synchronisation is started again and settles
      Then one Customer more has been created, with the Supplier's PhoneNumber
      And nothing has changed in the Customer
      And nothing has changed in the Supplier

    @R-47 @S-47 @rows:flows @check:lost-answer
    Scenario Outline: a <target> created just before synchronisation was killed is not created again
      Given one <source>
      And synchronisation is killed before it hears that the <target> has been created
      When synchronisation is started again and settles
      Then the <source> has exactly one <target>
      Examples:
        | item                               | source   | target        |
        | employee-contactperson/lost-answer | Employee | Contactperson |
        | supplier-customer/lost-answer      | Supplier | Customer      |
        | customer-contactperson/lost-answer | Customer | Contactperson |

    @R-47 @S-47b @rows:flows @check:lost-answer
    Scenario Outline: a <target> whose creation was not answered is not created again
      Given one <source>
      And the answer to the <target>'s creation is lost
      When synchronisation settles
      Then the <source> has exactly one <target>
      Examples:
        | item                               | source   | target        |
        | employee-contactperson/lost-answer | Employee | Contactperson |
        | supplier-customer/lost-answer      | Supplier | Customer      |
        | customer-contactperson/lost-answer | Customer | Contactperson |
