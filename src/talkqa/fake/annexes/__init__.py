"""What hangs on a contact beside its persons: delivery addresses, bank accounts, the accounts that pay goes to."""
