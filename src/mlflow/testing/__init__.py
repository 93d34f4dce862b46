"""Contract suites: the laws of each contract as tests, for Penstock and for whoever writes a plug-in.

A suite is a class of pytest tests. Inherit from it, provide the fixture it names, and the tests run::

    from mlflow.testing.stores import StoreContract

    class TestMyStore(StoreContract):
        @pytest.fixture
        def store(self, tmp_path):
            return MyStore(tmp_path)
"""
