"""How does it look in a shop? One made-up shop with made-up shoppers, a customer like any other."""
