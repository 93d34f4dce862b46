"""What a store can do, per noun: each act declared once, with its REST line and the permission it needs."""
