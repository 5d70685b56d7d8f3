"""The commands that the portal adds to `countermark`."""
