"""The app: it wires screens to the engine."""
