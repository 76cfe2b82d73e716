"""What the event log shows: the events of an institution and of its door, in one list and in words."""
