"""What can be asked over HTTP? One file per resource."""
