"""What differs from database to database; everything else of the engine is the same SQL for all."""
