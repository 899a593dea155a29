"""What does an operator see of a service that runs?"""
