from mlflow.store.sql.arrays import sorted_columns as sorted_columns
from mlflow.store.sql.arrays import thinned as thinned
