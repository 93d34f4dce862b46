from mlflow.store.sql.arrays import sorted_columns as sorted_columns
from mlflow.store.sql.arrays import squeeze as squeeze
from mlflow.store.sql.arrays import within as within
from mlflow.store.sql.charts import thinned as thinned
from mlflow.store.sql.extents import Extent as Extent
from mlflow.store.sql.extents import page as page
