"""ONS: files by the `uri` of their dataset, such as the workbook of population by broad age."""

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from stub_server.demo_files import DemoFiles
from stub_server.messages import Reply, Request, as_file, as_html

from geodata.demo.spreadsheet_files import Cell, write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BANDS = ("0 to 15", "16 to 29", "30 to 44", "45 to 64", "65 and over")


class OnsFiles:
    """The workbook of residents by sex and broad age, split evenly: only its shape and its totals mean something."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with a file of a dataset."""
        uri = request.param("uri")
        if request.path != "/file" or not uri:
            return None
        is_known = uri.endswith("/sapelsoabroadage20222024.xlsx")
        return (
            as_file(self._workbook, _XLSX)
            if is_known
            else as_html("404 - The webpage you requested was not found", 404)
        )

    @cached_property
    def _workbook(self) -> bytes:
        names = {row["LSOA21CD"]: (row["LAD24CD"], row["LAD24NM"]) for row in self._demo.rows("lsoa_ward_lookup")}
        header: list[Cell] = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"]
        header += [f"{sex}{band}" for sex in "FM" for band in _BANDS]
        rows: list[list[Cell]] = [["Mid-2024 population estimates"], ["Source: ONS"], [None], header]
        for row in self._demo.rows("population"):
            code, total = row["geography code"], int(row["Ethnic group: Total: All usual residents"])
            parts: list[Cell] = [total // 10 + (n < total % 10) for n in range(10)]
            rows.append([*names[code], code, row["geography"], total, *parts])
        with TemporaryDirectory() as folder:
            path = Path(folder, "workbook.xlsx")
            write_xlsx(path, {"Contents": [["Notes"]], "Mid-2024 LSOA 2021": rows})
            return path.read_bytes()
