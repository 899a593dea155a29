"""How do other systems tell us about products? One reader per dialect of feed."""
