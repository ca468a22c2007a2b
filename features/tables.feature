@flow:supplier-customer
Feature: Rows that are more than pairs
  In some tables several properties feed one, a row holds only on a condition, or a value names a record, whose
  counterpart has another number on the other side.

  Rule: Of several properties that feed one the newest counts

    @R-22 @S-22 @item:customer-contactperson/fed-twice
    Scenario Outline: of two properties that feed an EmailAddress the <property> counts when it was edited last
      Given a Contactperson's EmailAddress is fed by the Customer's EmailAddress, which is primary, and InvoiceEmailAddress
      And a Customer linked to a Contactperson
      When the Customer's <second> is edited
      And after it is synchronised the Customer's <property> is edited
      Then the Contactperson's EmailAddress is the Customer's <property>
      And the Customer's <second> is exactly as it was typed
      Examples:
        | property            | second              |
        | EmailAddress        | InvoiceEmailAddress |
        | InvoiceEmailAddress | EmailAddress        |

    @R-22 @S-22 @item:customer-contactperson/fed-twice
    Scenario: of two properties of one moment the first of the table counts
      Given a Contactperson's EmailAddress is fed by the Customer's EmailAddress, which is primary, and InvoiceEmailAddress
      And a Customer
      When synchronisation settles
      Then the Contactperson's EmailAddress is the Customer's EmailAddress
      And the Customer's InvoiceEmailAddress is exactly as it was typed

    @R-22 @S-22 @item:customer-contactperson/fed-twice
    Scenario: where the first is empty the other counts, and does not fill it
      Given a Contactperson's EmailAddress is fed by the Customer's EmailAddress, which is primary, and InvoiceEmailAddress
      And a Customer without EmailAddress, but with an InvoiceEmailAddress
      When synchronisation settles
      Then the Contactperson's EmailAddress is the Customer's InvoiceEmailAddress
      And the Customer has no EmailAddress still

    @R-22 @S-22 @item:customer-contactperson/fed-twice
    Scenario: an edit of the property that two feed goes back to the primary one only
      Given a Contactperson's EmailAddress is fed by the Customer's EmailAddress, which is primary, and InvoiceEmailAddress
      And a Customer linked to a Contactperson
      When the Contactperson's EmailAddress is edited
      Then the Customer's EmailAddress holds the new value
      And the Customer's InvoiceEmailAddress is exactly as it was typed

  Rule: A row whose condition does not hold leaves both sides alone

    @R-22 @S-22b @item:supplier-customer/conditional-row
    Scenario: an OrganizationNumber stays on both sides when the Supplier moves out of its row's country
      Given OrganizationNumbers are synchronised for Suppliers in Norway only
      And a Supplier linked to a Customer
      When the Supplier's MailAddress.CountryCode becomes "SE"
      Then the OrganizationNumber of the Supplier and of the Customer is the value from before
      But an edit of the Supplier's OrganizationNumber changes nothing in the Customer

  Rule: A value that names a record names its counterpart on the other side

    @R-21 @S-21 @item:supplier-customer/references
    Scenario: a Customer names nobody until the Employee that its Supplier names has a Contactperson
      Given the ExternalNumber names an Employee at Suppliers, and that Employee's Contactperson at Customers
      And a house customer
      And no house customer is configured
      And an Employee
      And somebody else's Contactperson with the Employee's number
      And a Supplier that names the Employee
      When synchronisation settles
      Then the Supplier has exactly one Customer
      And the Customer names nobody
      And the Supplier's PhoneNumber reaches the Customer
      But once a house customer is configured, the Customer names the Employee's Contactperson

    @R-21 @S-21 @item:supplier-customer/references
    Scenario: a Customer that is made to name another Contactperson makes its Supplier name that one's Employee
      Given the ExternalNumber names an Employee at Suppliers, and that Employee's Contactperson at Customers
      And a house customer
      And 2 Employees from before synchronisation was switched on
      And each Employee has its Contactperson
      And a Supplier that names the Employee, linked to a Customer
      When a user lets the Customer name the other Employee's Contactperson
      Then the Supplier names the other Employee
