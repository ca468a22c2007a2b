@flow:all-flows
Feature: Interrupted anywhere
  One history of creations and edits is lived many times over, each time with one interruption at another place:
  synchronisation is killed, or does not learn whether a write was carried out. What it leaves is always the same.

  Background:
    Given a house customer

  Rule: No place is a bad one to be killed, or to be left in doubt

    @R-47 @R-50 @S-47 @S-50 @rows:flows @check:crash-anywhere
    Scenario Outline: a kill at any request of a history of <source> and <target> changes nothing in the end
      Given a history of creations and edits on both sides
      Then a kill at any of its requests, before, while or after it is answered, leaves the same records
      Examples:
        | item                                  | source   | target        |
        | employee-contactperson/crash-anywhere | Employee | Contactperson |
        | supplier-customer/crash-anywhere      | Supplier | Customer      |
        | customer-contactperson/crash-anywhere | Customer | Contactperson |

    @R-47 @R-49 @S-47b @S-47c @S-47d @rows:flows @check:doubtful-writes
    Scenario Outline: doubt about any write of a history of <source> and <target> changes nothing in the end
      Given a history of creations and edits on both sides
      Then doubt about any of its writes leaves the same records
      Examples:
        | item                                   | source   | target        |
        | employee-contactperson/doubtful-writes | Employee | Contactperson |
        | supplier-customer/doubtful-writes      | Supplier | Customer      |
        | customer-contactperson/doubtful-writes | Customer | Contactperson |
