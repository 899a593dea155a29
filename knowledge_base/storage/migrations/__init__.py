"""How did the tables come to be what they are? One numbered step after the other."""
