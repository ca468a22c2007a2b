"""One results stream, and every page that is made from it. This room runs nothing and judges nothing."""
