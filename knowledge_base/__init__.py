"""What do we know about products and people? The nouns, and the one place that stores them."""
