@flow:customer-contactperson
Feature: What synchronisation tells about itself
  Nothing fails in silence: whatever is not synchronised stands in the report, with the reason, and goes out of it when
  it is. The report holds no secret, and updates are counted as the client is billed for them.

  Rule: Nothing fails in silence

    @R-60 @S-60 @item:customer-contactperson/told
    Scenario: a Customer that can have no Contactperson is reported until it can
      Given a Customer that is a person
      When synchronisation settles
      Then the report names the Customer, with a reason
      But once the Customer is made a company, the report names it no more

    @R-60 @S-60 @item:supplier-customer/told
    Scenario: a Supplier whose Customer is refused is reported until it is corrected
      Given 3 Suppliers from before synchronisation was switched on
      And PowerOffice refuses the Customer of the third
      When synchronisation settles
      Then the report names the Supplier, with a reason
      But once the third is corrected, the report names it no more

    @R-60 @S-60 @item:customer-contactperson/told
    Scenario: a Customer whose Contactperson a user deleted is reported
      Given a Customer linked to a Contactperson
      When a user deletes the Contactperson
      And synchronisation forgets its read position and reads everything again
      Then the report names the Customer, with a reason

    @R-60 @S-60 @item:supplier-customer/told
    Scenario: a report on keys that were revoked holds none of them
      Given a Supplier linked to a Customer
      And the client key is revoked
      When synchronisation runs once
      Then the report has a line, and no key or token in it

  Rule: Updates are counted

    @R-61 @S-61 @item:customer-contactperson/counted
    Scenario Outline: a Customer that is <happening> counts <count> updates
      Given a Customer linked to a Contactperson
      When the Customer is <happening>
      Then <count> updates more have been counted
      Examples:
        | happening                            | count |
        | followed by another one              | 1     |
        | edited in three properties at once   | 1     |
        | edited three times, a cycle apart    | 3     |
        | edited while PowerOffice fails once  | 1     |
        | saved as it is                       | 0     |

    @R-61 @S-61 @item:customer-contactperson/counted
    Scenario: a Supplier that appears counts two updates, one for each record along the chain
      Given everything is synchronised
      When another Supplier appears
      Then 2 updates more have been counted
