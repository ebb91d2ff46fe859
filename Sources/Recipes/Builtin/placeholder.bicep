// recipe
