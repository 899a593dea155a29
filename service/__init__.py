"""How does a shop talk to it? HTTP, commands, jobs and the wiring: where the parts meet."""
