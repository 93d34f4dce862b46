from mlflow.store.sql.arrays import sorted_columns as sorted_columns
from mlflow.store.sql.arrays import squeeze as squeeze
from mlflow.store.sql.charts import Extent as Extent
from mlflow.store.sql.charts import thinned as thinned
