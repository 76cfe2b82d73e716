"""Where an answer stands, for the pages that show it."""


def place_of(answer):
    return {
        "answer": answer,
        "assessment": answer.assessment,
        "period": answer.assessment.period,
        "indicator": answer.indicator,
        "instrument": answer.indicator.instrument,
    }
