from maps.key_figures import key_figures


def test_three_figures_with_their_limits_and_counts(toytown):
    shown, missing = key_figures(toytown["local_authority_indicators"], ["toytown"], toytown["sources"])
    assert missing == []
    assert [figure.number for figure in shown] == ["30.0%", "23.0%", "2.83"]
    assert shown[0].lines == ("3,000 of 10,000 residents",)
    assert shown[1].lines == ("of adults aged 19 and over", "England 21.8%", "no limits published")
    assert shown[2].lines == ("per 1,000 residents a year", "95% CI 2.81 to 2.84")
    assert shown[2].origin == "DfT, 2010 to 2019"


def test_a_single_authority_stands_for_the_whole(toytown):
    shown, missing = key_figures(toytown["local_authority_indicators"], ["elsewhere", "E06999002"], toytown["sources"])
    assert [figure.number for figure in shown] == ["27.2%"]
    assert missing == ["People in the most deprived fifth of England", "Road casualties"]
