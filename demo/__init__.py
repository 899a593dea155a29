"""How does it look in a shop? A made-up shop and its shoppers, a customer like any other."""
