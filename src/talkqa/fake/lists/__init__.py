"""Lists of v2: what they show, and which page of it a query asks for. Changes no record."""
