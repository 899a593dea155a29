"""What would a rule do that is not in force yet?"""
