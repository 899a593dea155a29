"""How do we read what people write? Words, compounds, units and codes, the same for all."""
