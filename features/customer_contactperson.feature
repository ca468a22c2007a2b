@flow:customer-contactperson
Feature: Customer to Contactperson
  Every company Customer has a Contactperson under itself. Once the two are linked they hold the same
  values, wherever a user edits them.

  Rule: Every Customer gets exactly one Contactperson

    @R-7 @S-7 @item:customer-contactperson/every
    Scenario: every Customer, old or new, gets exactly one Contactperson
      Given 3 Customers from before synchronisation was switched on
      When another Customer appears
      Then every Customer has exactly one Contactperson
      And no other Contactperson has been created for a Customer

    @R-1 @S-1 @item:customer-contactperson/one-to-one
    Scenario: no two Customers share a Contactperson
      Given 3 Customers, each linked to a Contactperson
      When each Customer gets a PhoneNumber of its own
      Then each Contactperson holds its own Customer's PhoneNumber

    @R-2 @S-2 @item:customer-contactperson/by-id
    Scenario: a Customer keeps its Contactperson when names change
      Given a Customer linked to a Contactperson
      When the Customer is renamed
      And later the Contactperson is renamed
      And later the Contactperson's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      And no second Contactperson has been created

    @R-8 @S-8 @item:customer-contactperson/one-direction
    Scenario: a Contactperson that a user created begets no Customer
      Given a Customer
      And a Contactperson that a user created under that Customer
      When synchronisation settles
      Then the Customer has exactly one Contactperson
      And no Customer has been created by synchronisation

    @R-9 @S-9 @item:customer-contactperson/created-once
    Scenario: a Customer edited during its first synchronisation still gets one Contactperson only
      Given a Customer
      And a user edits the Customer just before its Contactperson is created
      When synchronisation settles
      And synchronisation forgets its read position and reads everything again
      Then the Contactperson was created with one request

    @R-10 @S-10 @item:customer-contactperson/one-write
    Scenario: a Contactperson is created complete, with nothing empty and nothing extra
      Given a Customer with everything filled in but its PhoneNumber
      When synchronisation settles
      Then the Contactperson was created with one request
      And that request holds every filled property of the dataflow and nothing else
      And the Contactperson was not written again

  Rule: The values a Contactperson is created with arrive, and never travel back

    @R-10 @R-20 @S-10 @S-20 @rows:creation-only
    Scenario Outline: a new Contactperson's <mirror> is made from <property>, and an edit of it stays there
      Given a Customer linked to a Contactperson
      When the Contactperson's <mirror> is edited
      Then the Contactperson's <mirror> had been made from <property>
      And the Contactperson's <mirror> is exactly as it was typed
      And nothing has changed in the Customer
      Examples:
        | item                                     | property  | mirror    |
        | customer-contactperson/Name:FirstName    | Name      | FirstName |
        | customer-contactperson/constant:LastName | "Kontakt" | LastName  |

  Rule: A Contactperson belongs to its own Customer

    @R-12 @S-12 @item:customer-contactperson/place
    Scenario: every Customer's Contactperson is placed under that Customer
      Given 3 Customers from before synchronisation was switched on
      When synchronisation settles
      Then every Customer's Contactperson is placed under that Customer

    @R-11 @S-11 @item:customer-contactperson/place
    Scenario: a Customer that is a person gets a Contactperson only when it becomes a company
      Given a Customer that is a person
      When synchronisation settles and runs 5 more times
      Then the Customer has no Contactperson
      And at most one creation was refused
      But once the Customer is made a company the Customer has exactly one Contactperson

    @R-11 @S-11 @item:customer-contactperson/place
    Scenario: a Customer without what a Contactperson's LastName is made from gets one only when it has that
      Given the LastName of a Contactperson is made from the Customer's LegalName
      And a Customer without LegalName
      When synchronisation settles
      Then the Customer has no Contactperson
      But once it has a LegalName, the Customer has exactly one Contactperson

  Rule: An edit on either side reaches the other

    @R-17 @S-17 @rows:properties
    Scenario Outline: a Customer's <property> reaches the Contactperson's <mirror>
      Given a Customer linked to a Contactperson
      When the Customer's <property> is edited
      And after it is synchronised the Customer's <property> is edited
      Then the Contactperson's <mirror> holds the new value
      Examples:
        | item                                                                     | property                 | mirror                   |
        | customer-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | customer-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | customer-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | customer-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | customer-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | customer-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | customer-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-17 @S-17 @rows:properties
    Scenario Outline: a Contactperson's <mirror> reaches the Customer's <property>
      Given a Customer linked to a Contactperson
      When the Contactperson's <mirror> is edited
      Then the Customer's <property> holds the new value
      And the Contactperson's <mirror> is exactly as it was typed
      Examples:
        | item                                                                     | property                 | mirror                   |
        | customer-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | customer-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | customer-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | customer-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | customer-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | customer-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | customer-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-20 @S-20 @rows:properties
    Scenario Outline: a Customer's <property> comes back from the Contactperson's <mirror> as it was typed
      Given a Customer linked to a Contactperson
      When the Customer's <property> is edited
      And after it is synchronised another property of the Contactperson is edited
      Then the Customer's <property> is exactly as it was typed
      Examples:
        | item                                                                     | property                 | mirror                   |
        | customer-contactperson/EmailAddress:EmailAddress                         | EmailAddress             | EmailAddress             |
        | customer-contactperson/PhoneNumber:PhoneNumber                           | PhoneNumber              | PhoneNumber              |
        | customer-contactperson/MailAddress.AddressLine1:MailAddress.AddressLine1 | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | customer-contactperson/MailAddress.AddressLine2:MailAddress.AddressLine2 | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | customer-contactperson/MailAddress.ZipCode:MailAddress.ZipCode           | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | customer-contactperson/MailAddress.City:MailAddress.City                 | MailAddress.City         | MailAddress.City         |
        | customer-contactperson/MailAddress.CountryCode:MailAddress.CountryCode   | MailAddress.CountryCode  | MailAddress.CountryCode  |

  Rule: Nothing else is touched

    @R-18 @S-18 @item:customer-contactperson/frame
    Scenario: an edit of a Customer leaves the rest of the Contactperson alone
      Given a Customer linked to a Contactperson
      And everything outside the dataflow is filled in at the Contactperson
      When the Customer's PhoneNumber is edited
      Then the Contactperson's PhoneNumber holds the new value
      And nothing else has changed in the Contactperson

    @R-18 @S-18b @item:customer-contactperson/address-frame
    Scenario: an edited City of a Customer leaves the rest of the Contactperson's address alone
      Given a Customer linked to a Contactperson, with an address in Sweden
      When the Customer's MailAddress.City is edited
      Then the Contactperson's MailAddress.City holds the new value
      And nothing else has changed in the Contactperson

  Rule: Of two edits of one property, the later wins

    @R-25 @S-25 @item:customer-contactperson/latest-edit
    Scenario: a Contactperson's later PhoneNumber beats the Customer's earlier one
      Given a Customer linked to a Contactperson
      When the Customer's PhoneNumber is edited
      And later the Contactperson's PhoneNumber is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the later value

    @R-25 @S-25 @item:customer-contactperson/latest-edit
    Scenario: a Customer's later PhoneNumber beats the Contactperson's earlier one
      Given a Customer linked to a Contactperson
      When the Contactperson's PhoneNumber is edited
      And later the Customer's PhoneNumber is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the later value

    @R-26 @S-26 @item:customer-contactperson/different-properties
    Scenario: edits of different properties of a Customer and its Contactperson both survive
      Given a Customer linked to a Contactperson
      When the Customer's PhoneNumber is edited
      And later the Contactperson's EmailAddress is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the Customer's value
      And the EmailAddress of the Customer and of the Contactperson is the Contactperson's value

    @R-26 @S-26 @item:customer-contactperson/different-properties
    Scenario: edits of different properties survive in the other order too
      Given a Customer linked to a Contactperson
      When the Contactperson's EmailAddress is edited
      And later the Customer's PhoneNumber is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the Customer's value
      And the EmailAddress of the Customer and of the Contactperson is the Contactperson's value

    @R-27 @S-27 @item:customer-contactperson/old-values
    Scenario: an old PhoneNumber of a Contactperson does not win because its EmailAddress was edited
      Given a Customer linked to a Contactperson
      When the Customer's PhoneNumber is edited
      And much later the Contactperson's EmailAddress is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the Customer's value
      And the EmailAddress of the Customer and of the Contactperson is the Contactperson's value

    @R-27 @S-27b @item:customer-contactperson/old-values
    Scenario: a Contactperson saved without a change does not beat the Customer's edit
      Given a Customer linked to a Contactperson
      When the Customer's PhoneNumber is edited
      And later the Contactperson is saved without a change
      Then the PhoneNumber of the Customer and of the Contactperson is the Customer's value

    @R-28 @S-28 @item:customer-contactperson/own-writes
    Scenario: a Customer's second edit beats the copy of its first
      Given a Customer linked to a Contactperson
      And a user edits the Customer's PhoneNumber again just before the first edit reaches the Contactperson
      When the Customer's PhoneNumber is edited
      Then the PhoneNumber of the Customer and of the Contactperson is the second value

  Rule: A value beats emptiness

    @R-30 @S-30 @item:customer-contactperson/emptiness
    Scenario: a Contactperson's old PhoneNumber fills the newer Customer that has none
      Given the EmailAddress decides which Customer and which Contactperson are the same
      And a Contactperson with a PhoneNumber under a Customer
      And later that Customer is given the same EmailAddress and has no PhoneNumber
      When synchronisation settles
      Then the PhoneNumber of the Customer and of the Contactperson is the Contactperson's value

    @R-30 @S-30b @item:customer-contactperson/emptiness
    Scenario: a Customer's cleared PhoneNumber comes back from the Contactperson
      Given a Customer linked to a Contactperson
      When the Customer's PhoneNumber is cleared
      Then the PhoneNumber of the Customer and of the Contactperson is the value from before
      And one write was enough

  Rule: Nothing is deleted

    @R-38 @S-38 @item:customer-contactperson/no-deletes
    Scenario: a deleted Contactperson leaves its Customer as it was
      Given a Customer linked to a Contactperson
      When a user deletes the Contactperson
      And synchronisation forgets its read position and reads everything again
      Then the Customer is still there, unchanged
