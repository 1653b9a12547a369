"""The commands of `papers`: one module each, loaded when the command is used."""
