@flow:employee-contactperson
Feature: Employee to Contactperson
  Every Employee has a Contactperson at the house customer. Once the two are linked they hold the same
  values, wherever a user edits them.

  Background:
    Given a house customer

  Rule: Every Employee gets exactly one Contactperson

    @R-7 @S-7 @item:employee-contactperson/every
    Scenario: every Employee, old or new, gets exactly one Contactperson
      Given 5 Employees from before synchronisation was switched on
      When another Employee appears
      Then every Employee has exactly one Contactperson
      And no other Contactperson has been created for an Employee

    @R-1 @S-1 @item:employee-contactperson/one-to-one
    Scenario: no two Employees share a Contactperson
      Given 3 Employees, each linked to a Contactperson
      When each Employee gets a PhoneNumber of its own
      Then each Contactperson holds its own Employee's PhoneNumber

    @R-2 @S-2 @item:employee-contactperson/by-id
    Scenario: an Employee keeps its Contactperson when the name changes
      Given an Employee linked to a Contactperson
      When the Contactperson is renamed
      And later the Contactperson's PhoneNumber is edited
      Then the Employee's LastName holds the Contactperson's new name
      And the Employee's PhoneNumber holds the new value
      And no second Contactperson has been created

    @R-8 @S-8 @item:employee-contactperson/one-direction
    Scenario: a Contactperson without an Employee begets none
      Given a Contactperson that a user created under a Customer
      And an Employee
      When synchronisation settles
      Then the Employee has exactly one Contactperson
      And no Employee has been created by synchronisation

    @R-9 @S-9 @item:employee-contactperson/created-once
    Scenario: an Employee edited during its first synchronisation still gets one Contactperson only
      Given an Employee
      And a user edits the Employee just before its Contactperson is created
      When synchronisation settles
      And synchronisation forgets its read position and reads everything again
      Then the Contactperson was created with one request

    @R-10 @S-10 @item:employee-contactperson/one-write
    Scenario: a Contactperson is created complete, with nothing empty and nothing extra
      Given an Employee with everything filled in but its PhoneNumber
      When synchronisation settles
      Then the Contactperson was created with one request
      And that request holds every filled property of the dataflow and nothing else
      And the Contactperson was not written again

  Rule: The values a Contactperson is created with arrive

    @R-10 @S-10 @rows:creation-only
    Scenario Outline: a new Contactperson's <mirror> is made from <property>
      Given 2 Employees from before synchronisation was switched on
      When synchronisation settles
      Then each new Contactperson's <mirror> has been made from its Employee's <property>
      Examples:
        | item | property | mirror |

  Rule: A Contactperson belongs to the house customer

    @R-12 @S-12 @item:employee-contactperson/place
    Scenario: every Employee's Contactperson is placed under the house customer
      Given 2 Customers from before synchronisation was switched on
      And 2 Employees from before synchronisation was switched on
      When synchronisation settles
      Then every Employee's Contactperson is placed under the house customer

    @R-11 @S-11b @item:employee-contactperson/place
    Scenario: without a house customer no Contactperson is created for an Employee
      Given no house customer is configured
      And a Customer
      And an Employee
      When synchronisation settles
      Then the Employee has no Contactperson
      But once the house customer is configured the Employee has exactly one Contactperson

  Rule: An edit on either side reaches the other

    @R-17 @S-17 @rows:properties
    Scenario Outline: an Employee's <property> reaches the Contactperson's <mirror>
      Given an Employee linked to a Contactperson
      When the Employee's <property> is edited
      And after it is synchronised the Employee's <property> is edited
      Then the Contactperson's <mirror> holds the new value
      Examples:
        | item                                                                     | property                 | mirror                   |
        | employee-contactperson/FirstName:FirstName                               | FirstName                | FirstName                |
        | employee-contactperson/LastName:LastName                                 | LastName                 | LastName                 |
        | employee-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | employee-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | employee-contactperson/JobTitle:Title                                    | JobTitle                 | Title                    |
        | employee-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | employee-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | employee-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | employee-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | employee-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-17 @S-17 @rows:properties
    Scenario Outline: a Contactperson's <mirror> reaches the Employee's <property>
      Given an Employee linked to a Contactperson
      When the Contactperson's <mirror> is edited
      Then the Employee's <property> holds the new value
      And the Contactperson's <mirror> is exactly as it was typed
      Examples:
        | item                                                                     | property                 | mirror                   |
        | employee-contactperson/FirstName:FirstName                               | FirstName                | FirstName                |
        | employee-contactperson/LastName:LastName                                 | LastName                 | LastName                 |
        | employee-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | employee-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | employee-contactperson/JobTitle:Title                                    | JobTitle                 | Title                    |
        | employee-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | employee-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | employee-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | employee-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | employee-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-20 @S-20 @rows:properties
    Scenario Outline: an Employee's <property> comes back from the Contactperson's <mirror> as it was typed
      Given an Employee linked to a Contactperson
      When the Employee's <property> is edited
      And after it is synchronised another property of the Contactperson is edited
      Then the Employee's <property> is exactly as it was typed
      Examples:
        | item                                                                     | property                 | mirror                   |
        | employee-contactperson/FirstName:FirstName                               | FirstName                | FirstName                |
        | employee-contactperson/LastName:LastName                                 | LastName                 | LastName                 |
        | employee-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | employee-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | employee-contactperson/JobTitle:Title                                    | JobTitle                 | Title                    |
        | employee-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | employee-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | employee-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | employee-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | employee-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

  Rule: Nothing else is touched

    @R-18 @S-18 @item:employee-contactperson/frame
    Scenario: an edit of an Employee leaves the rest of the Contactperson alone
      Given an Employee linked to a Contactperson
      And everything outside the dataflow is filled in at the Contactperson
      When the Employee's PhoneNumber is edited
      Then the Contactperson's PhoneNumber holds the new value
      And nothing else has changed in the Contactperson

    @R-18 @S-18b @item:employee-contactperson/address-frame
    Scenario: an edited City of an Employee leaves the rest of the Contactperson's address alone
      Given an Employee linked to a Contactperson, with an address in Sweden
      When the Employee's MailAddress.City is edited
      Then the Contactperson's MailAddress.City holds the new value
      And nothing else has changed in the Contactperson

  Rule: Of two edits of one property, the later wins

    @R-25 @S-25 @item:employee-contactperson/latest-edit
    Scenario: a Contactperson's later PhoneNumber beats the Employee's earlier one
      Given an Employee linked to a Contactperson
      When the Employee's PhoneNumber is edited
      And later the Contactperson's PhoneNumber is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the later value

    @R-25 @S-25 @item:employee-contactperson/latest-edit
    Scenario: an Employee's later PhoneNumber beats the Contactperson's earlier one
      Given an Employee linked to a Contactperson
      When the Contactperson's PhoneNumber is edited
      And later the Employee's PhoneNumber is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the later value

    @R-25 @S-25 @item:employee-contactperson/latest-edit
    Scenario: the later edit wins also when Employees are stamped in another time zone than Contactpersons
      Given an Employee linked to a Contactperson
      And the stamps of Employees are shown two hours ahead
      When the Employee's PhoneNumber is edited
      And later the Contactperson's PhoneNumber is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the later value

    @R-26 @S-26 @item:employee-contactperson/different-properties
    Scenario: edits of different properties of an Employee and its Contactperson both survive
      Given an Employee linked to a Contactperson
      When the Employee's PhoneNumber is edited
      And later the Contactperson's EmailAddress is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the Employee's value
      And the EmailAddress of the Employee and of the Contactperson is the Contactperson's value

    @R-26 @S-26 @item:employee-contactperson/different-properties
    Scenario: edits of different properties survive in the other order too
      Given an Employee linked to a Contactperson
      When the Contactperson's EmailAddress is edited
      And later the Employee's PhoneNumber is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the Employee's value
      And the EmailAddress of the Employee and of the Contactperson is the Contactperson's value

    @R-27 @S-27 @item:employee-contactperson/old-values
    Scenario: an old PhoneNumber of a Contactperson does not win because its EmailAddress was edited
      Given an Employee linked to a Contactperson
      When the Employee's PhoneNumber is edited
      And much later the Contactperson's EmailAddress is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the Employee's value
      And the EmailAddress of the Employee and of the Contactperson is the Contactperson's value

    @R-27 @S-27b @item:employee-contactperson/old-values
    Scenario: a Contactperson saved without a change does not beat the Employee's edit
      Given an Employee linked to a Contactperson
      When the Employee's PhoneNumber is edited
      And later the Contactperson is saved without a change
      Then the PhoneNumber of the Employee and of the Contactperson is the Employee's value

    @R-28 @S-28 @item:employee-contactperson/own-writes
    Scenario: an Employee's second edit beats the copy of its first
      Given an Employee linked to a Contactperson
      And a user edits the Employee's PhoneNumber again just before the first edit reaches the Contactperson
      When the Employee's PhoneNumber is edited
      Then the PhoneNumber of the Employee and of the Contactperson is the second value

  Rule: A value beats emptiness

    @R-30 @S-30 @item:employee-contactperson/emptiness
    Scenario: a Contactperson's old PhoneNumber fills the newer Employee that has none
      Given the EmailAddress decides which Employee and which Contactperson are the same
      And a Contactperson with a PhoneNumber under a Customer
      And later an Employee with the same EmailAddress and without PhoneNumber
      When synchronisation settles
      Then the PhoneNumber of the Employee and of the Contactperson is the Contactperson's value

    @R-30 @S-30b @item:employee-contactperson/emptiness
    Scenario: an Employee's cleared PhoneNumber comes back from the Contactperson
      Given an Employee linked to a Contactperson
      When the Employee's PhoneNumber is cleared
      Then the PhoneNumber of the Employee and of the Contactperson is the value from before
      And one write was enough

  Rule: Nothing is deleted

    @R-38 @S-38 @item:employee-contactperson/no-deletes
    Scenario: a deleted Employee leaves its Contactperson as it was
      Given an Employee linked to a Contactperson
      When a user deletes the Employee
      And synchronisation forgets its read position and reads everything again
      Then the Contactperson is still there, unchanged
