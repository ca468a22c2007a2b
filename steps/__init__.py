"""Where SUT, fake and verdict meet: the sentences of the features, each a few lines."""
