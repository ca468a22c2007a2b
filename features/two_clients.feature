@flow:supplier-customer
Feature: Two clients of PowerOffice
  Where the two systems are two clients, each has its own records and gives out its own numbers. What is synchronised
  is made in the target system's client and nowhere else, and one number in both never means one record.

  Rule: A value that names a record names its counterpart in the other client

    @R-21 @S-21 @item:supplier-customer/two-clients
    Scenario: a Customer names nobody until the Employee of the other client has a Contactperson in its own
      Given the two systems are two clients of PowerOffice
      And the ExternalNumber names an Employee at Suppliers, and that Employee's Contactperson at Customers
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

    @R-21 @S-21 @item:supplier-customer/two-clients
    Scenario: a Customer that names another Contactperson makes its Supplier name that one's Employee
      Given the two systems are two clients of PowerOffice
      And the ExternalNumber names an Employee at Suppliers, and that Employee's Contactperson at Customers
      And a house customer
      And 2 Employees from before synchronisation was switched on
      And each Employee has its Contactperson
      And a Supplier that names the Employee, linked to a Customer
      When a user lets the Customer name the other Employee's Contactperson
      Then the Supplier names the other Employee

  Rule: Targets are made in the target system's client, and nowhere else

    @R-21 @S-21 @item:supplier-customer/two-clients
    Scenario: Employees and Suppliers beget in the other client, and only there
      Given the two systems are two clients of PowerOffice
      And a house customer
      And each client holds records of the types that are the other's
      And an Employee
      And a Supplier
      When synchronisation settles
      Then the Employee has exactly one Contactperson
      And the Supplier has exactly one Customer
      And neither client has got anything of the other's types, nor lost or changed it

  Rule: One number in two clients is two records

    @R-21 @S-21 @item:supplier-customer/two-clients
    Scenario: a Supplier with the number of somebody else's Customer gets a Customer of its own
      Given the two systems are two clients of PowerOffice
      And a Supplier with the number of somebody else's Customer
      When synchronisation settles
      Then the Supplier has exactly one Customer
      And the Supplier's PhoneNumber reaches the Customer
      And nothing has changed in the other Customer

    @R-21 @S-21 @item:supplier-customer/two-clients
    Scenario Outline: an edit of the <entity> reaches the <mirror> in the other client, and no record with its number
      Given the two systems are two clients of PowerOffice
      And numbers of the source client that are still free in the target client
      And a house customer
      And a <source> linked to a <target>
      And in the other client there is a <source> with the <source>'s number
      And in the other client there is a <target> with the <target>'s number
      When the <entity>'s PhoneNumber is edited
      Then the <mirror>'s PhoneNumber holds the new value
      And neither client has got anything of the other's types, nor lost or changed it
      Examples:
        | source   | target        | entity        | mirror        |
        | Employee | Contactperson | Employee      | Contactperson |
        | Employee | Contactperson | Contactperson | Employee      |
        | Supplier | Customer      | Supplier      | Customer      |
        | Supplier | Customer      | Customer      | Supplier      |
