"""Whether Plumbline answers as accepted references do."""
