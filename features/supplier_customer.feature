@flow:supplier-customer
Feature: Supplier to Customer
  Every Supplier has a Customer. Once the two are linked they hold the same values, wherever a user edits
  them. A contact that is both already is its own partner.

  Rule: Every Supplier gets exactly one Customer

    @R-7 @S-7 @item:supplier-customer/every
    Scenario: every Supplier, old or new, gets exactly one Customer
      Given 4 Suppliers from before synchronisation was switched on
      When another Supplier appears
      Then every Supplier has exactly one Customer
      And no other Customer has been created for a Supplier

    @R-7 @S-7 @item:supplier-customer/every
    Scenario: two Suppliers of one name get a Customer each
      Given 2 Suppliers of the same Name
      When synchronisation settles
      Then 2 Customers of that Name have been created

    @R-1 @S-1 @item:supplier-customer/one-to-one
    Scenario: no two Suppliers share a Customer
      Given 3 Suppliers, each linked to a Customer
      When each Supplier gets a PhoneNumber of its own
      Then each Customer holds its own Supplier's PhoneNumber

    @R-2 @S-2 @item:supplier-customer/by-id
    Scenario: a Supplier keeps its Customer when the name changes
      Given a Supplier linked to a Customer, without EmailAddress and OrganizationNumber
      When the Customer is renamed
      And later the Customer's PhoneNumber is edited
      Then the Supplier's Name holds the Customer's new name
      And the Supplier's PhoneNumber holds the new value
      And no second Customer has been created

    @R-37 @S-37 @item:supplier-customer/same-name
    Scenario: a Supplier gets a Customer of its own although a user's Customer has the same Name
      Given a Supplier
      And a Customer of the same Name that a user made
      When synchronisation settles
      Then one Customer more has been created, with the Supplier's PhoneNumber
      And nothing has changed in the Customer
      And nothing has changed in the Supplier

    @R-8 @S-8 @item:supplier-customer/one-direction
    Scenario: a Customer without a Supplier begets none
      Given a Customer
      And a Supplier
      When synchronisation settles
      Then the Supplier has exactly one Customer
      And no Supplier has been created by synchronisation

    @R-9 @S-9 @item:supplier-customer/created-once
    Scenario: a Supplier edited during its first synchronisation still gets one Customer only
      Given a Supplier
      And a user edits the Supplier just before its Customer is created
      When synchronisation settles
      And synchronisation forgets its read position and reads everything again
      Then the Customer was created with one request

    @R-10 @S-10 @item:supplier-customer/one-write
    Scenario: a Customer is created complete, with nothing empty and nothing extra
      Given a Supplier with everything filled in but its PhoneNumber
      When synchronisation settles
      Then the Customer was created with one request
      And that request holds every filled property of the dataflow and nothing else
      And the Customer was not written again

    @R-5 @S-5 @item:supplier-customer/dual-role
    Scenario: a Supplier whose contact already is a Customer is linked to it, not duplicated
      Given a Supplier and a Customer that are one contact
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      And no Customer has been created by synchronisation
      And synchronisation wrote neither the Supplier nor the Customer
      And the Customer's Contactperson follows with one write

  Rule: The values a Customer is created with arrive

    @R-10 @S-10 @rows:creation-only
    Scenario Outline: a new Customer's <mirror> is made from <property>
      Given a company Supplier and a person Supplier
      When synchronisation settles
      Then each new Customer's <mirror> has been made from its Supplier's <property>
      Examples:
        | item                                | property | mirror   |
        | supplier-customer/IsPerson:IsPerson | IsPerson | IsPerson |

  Rule: A Customer is a contact of its own

    @R-12 @S-12 @item:supplier-customer/place
    Scenario: a Supplier's Customer is a new contact and the Supplier stays what it was
      Given 2 Suppliers from before synchronisation was switched on
      When synchronisation settles
      Then every Supplier has exactly one Customer
      And no Supplier has been written

  Rule: An edit on either side reaches the other

    @R-17 @S-17 @rows:properties
    Scenario Outline: a Supplier's <property> reaches the Customer's <mirror>
      Given a <kind> Supplier linked to a Customer
      When the Supplier's <property> is edited
      And after it is synchronised the Supplier's <property> is edited
      Then the Customer's <mirror> holds the new value
      Examples:
        | item                                                                | kind    | property                 | mirror                   |
        | supplier-customer/Name:Name                                         | company | Name                     | Name                     |
        | supplier-customer/LegalName:LegalName                               | company | LegalName                | LegalName                |
        | supplier-customer/OrganizationNumber:OrganizationNumber             | company | OrganizationNumber       | OrganizationNumber       |
        | supplier-customer/EmailAddress:EmailAddress                         | company | EmailAddress             | EmailAddress             |
        | supplier-customer/PhoneNumber:PhoneNumber                           | company | PhoneNumber              | PhoneNumber              |
        | supplier-customer/WebsiteUrl:WebsiteUrl                             | company | WebsiteUrl               | WebsiteUrl               |
        | supplier-customer/FirstName:FirstName                               | person  | FirstName                | FirstName                |
        | supplier-customer/LastName:LastName                                 | person  | LastName                 | LastName                 |
        | supplier-customer/MailAddress.AddressLine1:MailAddress.AddressLine1 | company | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | supplier-customer/MailAddress.AddressLine2:MailAddress.AddressLine2 | company | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | supplier-customer/MailAddress.ZipCode:MailAddress.ZipCode           | company | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | supplier-customer/MailAddress.City:MailAddress.City                 | company | MailAddress.City         | MailAddress.City         |
        | supplier-customer/MailAddress.CountryCode:MailAddress.CountryCode   | company | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-17 @S-17 @rows:properties
    Scenario Outline: a Customer's <mirror> reaches the Supplier's <property>
      Given a <kind> Supplier linked to a Customer
      When the Customer's <mirror> is edited
      Then the Supplier's <property> holds the new value
      And the Customer's <mirror> is exactly as it was typed
      Examples:
        | item                                                                | kind    | property                 | mirror                   |
        | supplier-customer/Name:Name                                         | company | Name                     | Name                     |
        | supplier-customer/LegalName:LegalName                               | company | LegalName                | LegalName                |
        | supplier-customer/OrganizationNumber:OrganizationNumber             | company | OrganizationNumber       | OrganizationNumber       |
        | supplier-customer/EmailAddress:EmailAddress                         | company | EmailAddress             | EmailAddress             |
        | supplier-customer/PhoneNumber:PhoneNumber                           | company | PhoneNumber              | PhoneNumber              |
        | supplier-customer/WebsiteUrl:WebsiteUrl                             | company | WebsiteUrl               | WebsiteUrl               |
        | supplier-customer/FirstName:FirstName                               | person  | FirstName                | FirstName                |
        | supplier-customer/LastName:LastName                                 | person  | LastName                 | LastName                 |
        | supplier-customer/MailAddress.AddressLine1:MailAddress.AddressLine1 | company | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | supplier-customer/MailAddress.AddressLine2:MailAddress.AddressLine2 | company | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | supplier-customer/MailAddress.ZipCode:MailAddress.ZipCode           | company | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | supplier-customer/MailAddress.City:MailAddress.City                 | company | MailAddress.City         | MailAddress.City         |
        | supplier-customer/MailAddress.CountryCode:MailAddress.CountryCode   | company | MailAddress.CountryCode  | MailAddress.CountryCode  |

    @R-20 @S-20 @rows:properties
    Scenario Outline: a Supplier's <property> comes back from the Customer's <mirror> as it was typed
      Given a <kind> Supplier linked to a Customer
      When the Supplier's <property> is edited
      And after it is synchronised another property of the Customer is edited
      Then the Supplier's <property> is exactly as it was typed
      Examples:
        | item                                                                | kind    | property                 | mirror                   |
        | supplier-customer/Name:Name                                         | company | Name                     | Name                     |
        | supplier-customer/LegalName:LegalName                               | company | LegalName                | LegalName                |
        | supplier-customer/OrganizationNumber:OrganizationNumber             | company | OrganizationNumber       | OrganizationNumber       |
        | supplier-customer/EmailAddress:EmailAddress                         | company | EmailAddress             | EmailAddress             |
        | supplier-customer/PhoneNumber:PhoneNumber                           | company | PhoneNumber              | PhoneNumber              |
        | supplier-customer/WebsiteUrl:WebsiteUrl                             | company | WebsiteUrl               | WebsiteUrl               |
        | supplier-customer/FirstName:FirstName                               | person  | FirstName                | FirstName                |
        | supplier-customer/LastName:LastName                                 | person  | LastName                 | LastName                 |
        | supplier-customer/MailAddress.AddressLine1:MailAddress.AddressLine1 | company | MailAddress.AddressLine1 | MailAddress.AddressLine1 |
        | supplier-customer/MailAddress.AddressLine2:MailAddress.AddressLine2 | company | MailAddress.AddressLine2 | MailAddress.AddressLine2 |
        | supplier-customer/MailAddress.ZipCode:MailAddress.ZipCode           | company | MailAddress.ZipCode      | MailAddress.ZipCode      |
        | supplier-customer/MailAddress.City:MailAddress.City                 | company | MailAddress.City         | MailAddress.City         |
        | supplier-customer/MailAddress.CountryCode:MailAddress.CountryCode   | company | MailAddress.CountryCode  | MailAddress.CountryCode  |

  Rule: Nothing else is touched

    @R-18 @S-18 @item:supplier-customer/frame
    Scenario: an edit of a Supplier leaves the rest of the Customer alone
      Given a Supplier linked to a Customer
      And everything outside the dataflow is filled in at the Customer
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      And nothing else has changed in the Customer

    @R-18 @S-18b @item:supplier-customer/address-frame
    Scenario: an edited City of a Supplier leaves the rest of the Customer's address alone
      Given a Supplier linked to a Customer, with an address in Sweden
      When the Supplier's MailAddress.City is edited
      Then the Customer's MailAddress.City holds the new value
      And nothing else has changed in the Customer

  Rule: Of two edits of one property, the later wins

    @R-25 @S-25 @item:supplier-customer/latest-edit
    Scenario: a Customer's later PhoneNumber beats the Supplier's earlier one
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And later the Customer's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value

    @R-25 @S-25 @item:supplier-customer/latest-edit
    Scenario: a Supplier's later PhoneNumber beats the Customer's earlier one
      Given a Supplier linked to a Customer
      When the Customer's PhoneNumber is edited
      And later the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value

    @R-26 @S-26 @item:supplier-customer/different-properties
    Scenario: edits of different properties of a Supplier and its Customer both survive
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And later the Customer's EmailAddress is edited
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value

    @R-26 @S-26 @item:supplier-customer/different-properties
    Scenario: edits of different properties survive in the other order too
      Given a Supplier linked to a Customer
      When the Customer's EmailAddress is edited
      And later the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value

    @R-27 @S-27 @item:supplier-customer/old-values
    Scenario: an old PhoneNumber of a Customer does not win because its EmailAddress was edited
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And much later the Customer's EmailAddress is edited
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value
      And the EmailAddress of the Supplier and of the Customer is the Customer's value

    @R-27 @S-27b @item:supplier-customer/old-values
    Scenario: a Customer saved without a change does not beat the Supplier's edit
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And later the Customer is saved without a change
      Then the PhoneNumber of the Supplier and of the Customer is the Supplier's value

    @R-28 @S-28 @item:supplier-customer/own-writes
    Scenario: a Supplier's second edit beats the copy of its first
      Given a Supplier linked to a Customer
      And a user edits the Supplier's PhoneNumber again just before the first edit reaches the Customer
      When the Supplier's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the second value

  Rule: A value beats emptiness

    @R-30 @S-30 @item:supplier-customer/emptiness
    Scenario: a Customer's old PhoneNumber fills the newer Supplier that has none
      Given the EmailAddress decides which Supplier and which Customer are the same
      And a Customer with a PhoneNumber
      And later a Supplier with the same EmailAddress and without PhoneNumber
      When synchronisation settles
      Then the PhoneNumber of the Supplier and of the Customer is the Customer's value

    @R-30 @S-30b @item:supplier-customer/emptiness
    Scenario: a Supplier's cleared PhoneNumber comes back from the Customer
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber is cleared
      Then the PhoneNumber of the Supplier and of the Customer is the value from before
      And one write was enough

  Rule: Nothing is deleted

    @R-38 @S-38 @item:supplier-customer/no-deletes
    Scenario: a deleted Supplier leaves its Customer as it was
      Given a Supplier linked to a Customer
      When a user deletes the Supplier
      And synchronisation forgets its read position and reads everything again
      Then the Customer is still there, unchanged
