import pathlib

import pytest


def test_the_tutorial_runs(tmp_path):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    path = pathlib.Path(__file__).parents[1] / "notebooks/tutorial.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    text = "".join(output.get("text", "") for output in outputs)
    error = float(text.split("off by ")[1].split(" ")[0])
    assert error < 0.1, "the prediction is far from the truth"
    assert "fname,dice\n" in text
    pages = [output["data"].get("text/html", "") for output in outputs if "data" in output]
    assert any("<img" in page for page in pages)
