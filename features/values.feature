@flow:supplier-customer
Feature: Values
  Numbers stay numbers, dates stay dates, and texts arrive as they were typed. Spellings of one value are one value, and
  all kinds of empty are one.

  Rule: Values keep their type

    @R-55 @S-55 @item:supplier-customer/types
    Scenario Outline: a Supplier's <property> arrives as <value>, and comes back as it was set
      Given numbers and truth values are synchronised too
      And a Supplier linked to a Customer
      When the Supplier's <property> becomes <value>
      Then the Customer's <mirror> is <value>, and was sent as such
      And the Supplier's <property> is <value> still
      Examples:
        | property           | mirror               | value       |
        | OrganizationNumber | OrganizationNumber   | "012345678" |
        | ExternalNumber     | ExternalNumber       | 1234        |

    @R-55 @S-55 @item:supplier-customer/decimals
    Scenario: a Supplier's CurrencyRate arrives as 0.3, and comes back as it was set
      Given numbers and truth values are synchronised too
      And a Supplier linked to a Customer
      When the Supplier's CurrencyRate becomes 0.3
      Then the Customer's Allowance is 0.3, and was sent as such
      And the Supplier's CurrencyRate is 0.3 still

    @R-55 @R-20 @S-55 @S-20 @item:supplier-customer/decimals
    Scenario: a Supplier's Payout that is switched off arrives as switched off, and comes back so
      Given numbers and truth values are synchronised too
      And a Supplier linked to a Customer
      When the Supplier's Payout becomes false
      Then the Customer's SendPaymentReminders is false, and was sent as such
      And the Supplier's Payout is false still

    @R-56 @S-56 @item:customer-contactperson/masked
    Scenario: a NationalIdNumber, which is shown as hidden, is written nowhere
      Given the NationalIdNumber of Customers is mapped to the Title of Contactpersons
      And a Customer with a NationalIdNumber, linked to a Contactperson
      When the Customer's PhoneNumber is edited
      Then the Contactperson's PhoneNumber holds the new value
      And the word hidden has been written nowhere

    @R-55 @S-55 @item:customer-contactperson/digits
    Scenario: a Customer's ExternalNumber arrives as digits where text is held
      Given the ExternalNumber of Customers is synchronised with the Title of Contactpersons
      And a Customer linked to a Contactperson
      When the Customer's ExternalNumber becomes 1234
      Then the Contactperson's Title is "1234", and was sent as such

    @R-55 @S-55 @item:customer-contactperson/digits
    Scenario: digits that are edited where text is held come back as a number
      Given the ExternalNumber of Customers is synchronised with the Title of Contactpersons
      And a Customer linked to a Contactperson
      When the Contactperson's Title becomes "5678"
      Then the Customer's ExternalNumber is 5678, and was sent as such

  Rule: Dates are dates, and moments are moments

    @R-57 @S-57 @item:supplier-customer/times
    Scenario Outline: a DateOfBirth is the same day on both sides with the synchroniser in <zone>
      Given dates of birth are synchronised too
      And the synchroniser's computer is in <zone>
      And a Supplier linked to a Customer
      When the Supplier's DateOfBirth becomes "1980-01-01"
      Then the Customer's DateOfBirth is "1980-01-01", and was sent as such
      Examples:
        | zone             |
        | Europe/Oslo      |
        | Pacific/Honolulu |

    @R-57 @S-57 @item:supplier-customer/instants
    Scenario: of two edits in one second the later wins
      Given a Supplier linked to a Customer
      When the PhoneNumber of the Supplier and then of the Customer is edited within a second
      Then the PhoneNumber of the Supplier and of the Customer is the later value

    @R-57 @S-57 @item:supplier-customer/instants
    Scenario Outline: of two edits in one second the <later>'s wins where stamps of Customers have 3 digits and others 7
      Given PowerOffice shows 3 digits of a second in stamps of Customers
      And a Supplier linked to a Customer
      When the PhoneNumber of the <earlier> and a millisecond later that of the <later> is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value
      Examples:
        | earlier  | later    |
        | Supplier | Customer |
        | Customer | Supplier |

    @R-57 @S-57 @item:supplier-customer/times
    Scenario Outline: edits are found where only changes are read and the synchroniser's computer is in <zone>
      Given everything is read once, and then only what changed
      And the synchroniser's computer is in <zone>
      And a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      Then the Customer's PhoneNumber holds the new value
      Examples:
        | zone             |
        | Europe/Oslo      |
        | Pacific/Honolulu |

    @R-57 @S-57 @item:supplier-customer/times
    Scenario: the later edit wins in the night in which the clocks go back
      Given PowerOffice shows Norwegian time, in the night in which the clocks go back
      And a Supplier linked to a Customer
      When the Supplier's PhoneNumber is edited
      And 50 minutes later the Customer's PhoneNumber is edited
      Then the PhoneNumber of the Supplier and of the Customer is the later value

  Rule: All kinds of empty are one

    @R-58 @S-58 @item:supplier-customer/empty
    Scenario: a blank in place of nothing causes no write
      Given a Supplier linked to a Customer, both without WebsiteUrl
      When the Supplier's WebsiteUrl becomes " "
      Then nothing has been written

    @R-58 @S-58 @item:supplier-customer/left-out
    Scenario: an answer that leaves PhoneNumbers out clears none
      Given a Supplier linked to a Customer
      When answers on Customers leave the PhoneNumber out for two cycles
      Then nothing has been written

    @R-58 @S-58b @item:supplier-customer/empty
    Scenario: the country that PowerOffice fills in by itself beats no user's
      Given a Supplier linked to a Customer, both without an address
      When the Supplier gets an address in Sweden
      And later the Customer gets an address without a country
      Then the MailAddress.CountryCode of the Supplier and of the Customer is the Supplier's value

  Rule: Values are compared loosely and written as they were typed

    @R-59 @S-59 @item:supplier-customer/spellings
    Scenario Outline: another spelling of one <property> at the Customer causes no write
      Given a Supplier linked to a Customer
      When the Customer's <property> is saved in another spelling
      Then nothing has been written
      And the Customer's <property> is exactly as it was typed
      And the Supplier's <property> is exactly as it was typed
      Examples:
        | property           |
        | Name               |
        | PhoneNumber        |
        | EmailAddress       |
        | OrganizationNumber |
        | WebsiteUrl         |

    @R-59 @S-59 @item:supplier-customer/spellings
    Scenario Outline: <value> arrives unharmed as <property>
      Given a Supplier linked to a Customer
      When the Supplier's <property> becomes <value>
      Then the Customer's <property> is <value>, and was sent as such
      Examples:
        | property    | value                     |
        | Name        | "O'Brien & Søn <AS> 🎉 Æ" |
        | PhoneNumber | "22 22 22 22 ext. 5"      |
        | PhoneNumber | "22222222"                |

    @R-59 @S-59 @item:supplier-customer/spellings
    Scenario: an extension is part of a PhoneNumber
      Given a Supplier linked to a Customer
      When the Supplier's PhoneNumber becomes "22 22 22 22"
      And after that is synchronised, it becomes "22 22 22 22 ext. 5"
      Then the Customer's PhoneNumber is "22 22 22 22 ext. 5", and was sent as such

    @R-59 @S-59 @item:supplier-customer/spellings
    Scenario: a Name that PowerOffice spells with capitals is written once at most
      Given a Supplier linked to a Customer
      And PowerOffice gives Names that synchronisation writes capitals
      When the Supplier's Name becomes "fiskebåtredernes innkjøpslag"
      Then the Customer was written once and the Supplier not at all
      And the Supplier's Name is "fiskebåtredernes innkjøpslag" still

    @R-59 @S-59b @item:supplier-customer/spellings
    Scenario: a Name that PowerOffice cuts off does not travel back
      Given a Supplier linked to a Customer
      And PowerOffice cuts Names that synchronisation writes after 12 characters
      When the Supplier's Name becomes "Fiskebåtredernes Innkjøpslag"
      Then the Supplier's Name is "Fiskebåtredernes Innkjøpslag" still
