"""The internal assessors' team: members, the functions that they represent, and what is told at the opening."""

import pytest
from django.db import IntegrityError

from accounts.models import Unit
from assessments.models import Event, Period, TeamMember
from assessments.preparation import Preparation
from assessments.team import Team
from assessments.workflow import team as moves
from indicators.rules import rules_for
from tests import factories
from tests.assessments.filling import text as text_of

pytestmark = pytest.mark.django_db


def team_url(period):
    return f"/kelola/periode/{period.slug}/tim/"


def facts(unit, **changes):
    values = {"name": "Anggota Satu", "unit": unit.pk, "duty": "member", "functions": ["hukum", "tik"]}
    return values | {"employee_number": "1980 0101 2005", "decree_number": "SK/1/2023"} | changes


@pytest.fixture
def add(coordinator, unit):
    def add(period, **changes):
        values = {"name": "Anggota", "unit": unit, "duty": "member", "functions": []} | changes
        return moves.add_member(period, by=coordinator, **values)

    return add


class TestRules:
    def test_the_regulation_names_fifteen_functions(self):
        functions = rules_for("permenpanrb-59-2020").team_functions

        assert len({function.code for function in functions}) == 15


class TestMembers:
    def test_a_member_is_added_with_the_functions(self, as_coordinator, official, unit):
        response = as_coordinator.post(team_url(official), facts(unit), follow=True)

        member = TeamMember.objects.get()
        assert (member.name, member.unit, member.functions) == ("Anggota Satu", unit, ["hukum", "tik"])
        assert member.employee_number == "198001012005"
        content = text_of(response)
        assert "Anggota Satu ditambahkan ke tim." in content and "NIP 198001012005" in content
        assert ">Hukum, Teknologi informasi dan komunikasi<" in content
        assert Event.objects.order_by("-sequence").first().action == "team.added"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": ""}, "Tulis nama anggota."),
            ({"unit": ""}, "Pilih perangkat daerah."),
            ({"unit": "999999"}, "Pilih perangkat daerah yang ada pada daftar."),
            ({"employee_number": "19x"}, "Tulis NIP dengan angka saja."),
            ({"functions": ["entah"]}, "Pilih fungsi yang ada pada daftar."),
            ({"decree_date": "besok"}, "Isi tanggal SK"),
        ],
    )
    def test_each_fault_says_how_to_mend_it_and_keeps_the_rest(self, as_coordinator, official, unit, changes, sentence):
        response = as_coordinator.post(team_url(official), facts(unit, position="Kepala Bidang") | changes)

        assert response.status_code == 422
        assert sentence in text_of(response) and 'value="Kepala Bidang"' in text_of(response)
        assert not TeamMember.objects.exists()

    def test_a_unit_of_another_institution_is_none(self, as_coordinator, official, other_institution):
        theirs = Unit.objects.create(institution=other_institution, code="ASING", name="Dinas Asing")

        assert as_coordinator.post(team_url(official), facts(theirs)).status_code == 422

    @pytest.mark.parametrize("duty", ["data_entry", "coordinator"])
    def test_some_duties_are_held_by_one_person(self, as_coordinator, official, unit, add, duty):
        add(official, name="Yang Pertama", duty=duty)

        response = as_coordinator.post(team_url(official), facts(unit, duty=duty))

        assert response.status_code == 422
        assert "sudah dipegang Yang Pertama. Hanya satu orang." in text_of(response)

    @pytest.mark.parametrize("duty", ["data_entry", "coordinator"])
    @pytest.mark.two_databases
    def test_the_database_allows_no_second_one(self, official, add, duty):
        add(official, duty=duty)

        with pytest.raises(IntegrityError):
            add(official, name="Yang Kedua", duty=duty)

    def test_who_comes_second_is_told(self, as_coordinator, official, unit, add, monkeypatch):
        monkeypatch.setattr("assessments.forms.team.MemberForm._taken", lambda form, duty: None)
        add(official, duty="data_entry")

        response = as_coordinator.post(team_url(official), facts(unit, duty="data_entry"))

        assert response.status_code == 422
        assert "Peran ini baru saja diberikan kepada orang lain." in text_of(response)

    def test_a_member_is_changed(self, as_coordinator, official, unit, add):
        member = add(official)
        url = f"{team_url(official)}{member.pk}/"
        seen = as_coordinator.get(url).context["form"]["seen"].value()

        response = as_coordinator.post(url, facts(unit, name="Nama Baru", duty="data_entry", seen=seen))

        assert response.url == team_url(official)
        member.refresh_from_db()
        assert (member.name, member.duty) == ("Nama Baru", "data_entry")

    def test_two_coordinators_do_not_overwrite_each_other(self, as_coordinator, official, unit, add, coordinator):
        member = add(official)
        url = f"{team_url(official)}{member.pk}/"
        seen = moves.facts_of(member)
        moves.change_member(member, by=coordinator, seen=seen, name="Dari yang lain")

        response = as_coordinator.post(url, facts(unit, name="Dari saya", seen=seen))

        assert response.status_code == 409
        content = text_of(response)
        assert "Dari yang lain" in content and 'value="Dari saya"' in content
        again = response.context["form"].data["seen"]
        assert as_coordinator.post(url, facts(unit, name="Dari saya", seen=again)).status_code == 302
        assert TeamMember.objects.get().name == "Dari saya"

    def test_a_member_leaves(self, as_coordinator, official, add):
        member = add(official)

        as_coordinator.post(f"{team_url(official)}{member.pk}/hapus/")

        assert not TeamMember.objects.exists()
        assert Event.objects.order_by("-sequence").first().action == "team.removed"

    def test_a_member_of_another_period_is_not_found(self, as_coordinator, official, add, institution, regulation):
        other = factories.make_period(institution, regulation, official.created_by, year=2019, opened=False)
        member = add(other)

        assert as_coordinator.get(f"{team_url(official)}{member.pk}/").status_code == 404
        assert as_coordinator.post(f"{team_url(official)}{member.pk}/hapus/").status_code == 404


class TestCopying:
    def test_last_years_team_joins_with_an_open_decree(self, as_coordinator, official, add, institution, regulation):
        later = factories.make_period(institution, regulation, official.created_by, year=2030, opened=False)
        add(official, name="A", duty="data_entry", functions=["hukum"], decree_number="SK/1")
        add(official, name="B")

        assert "Salin tim 2023" in text_of(as_coordinator.get(team_url(later)))
        as_coordinator.post(f"{team_url(later)}salin/")

        copied = list(later.team.values_list("name", "duty", "functions", "decree_number"))
        assert copied == [("A", "data_entry", ["hukum"], ""), ("B", "member", [], "")]
        again = as_coordinator.post(f"{team_url(later)}salin/", follow=True)
        assert "Tim ini sudah berisi" in text_of(again) and later.team.count() == 2


class TestWarnings:
    def test_functions_without_a_member_are_told_and_never_block(self, official, add, coordinator, unit):
        step = self.step(official)
        assert (step.text, step.is_needed) == ("Tim asesor internal belum diisi.", False)

        everything = [function.code for function in Team(official).functions]
        add(official, functions=everything[1:], decree_number="SK/1")
        assert "Fungsi tanpa anggota: Organisasi dan tata laksana." in self.step(official).text
        assert "Pelaksana entri data belum ditetapkan." in self.step(official).text

        add(official, name="B", functions=everything[:1], duty="data_entry")
        assert self.step(official).text == "Nomor SK belum lengkap."

        TeamMember.objects.update(decree_number="SK/1")
        assert self.step(official).is_done

    def step(self, period):
        return next(step for step in Preparation(period).steps if step.title == "Tim asesor internal")

    def test_same_queries_for_one_and_three_members(self, as_coordinator, official, add, django_assert_num_queries):
        add(official)
        with django_assert_num_queries(5):
            as_coordinator.get(team_url(official))
        for name in "BC":
            add(official, name=name)
        with django_assert_num_queries(5):
            as_coordinator.get(team_url(official))


class TestOthers:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("operator", 403), ("head", 403), ("assessor", 403), ("executive", 403), ("outsider", 404)],
    )
    def test_are_refused(self, client, request, period, unit, add, who, status):
        member = add(period)
        client.force_login(request.getfixturevalue(who))

        for path in ("", f"{member.pk}/"):
            assert client.get(team_url(period) + path).status_code == status
            assert client.post(team_url(period) + path, facts(unit)).status_code == status
        for path in ("salin/", f"{member.pk}/hapus/"):
            assert client.post(team_url(period) + path).status_code == status
            assert client.get(team_url(period) + path).status_code == 405
        assert TeamMember.objects.count() == 1

    def test_a_closed_period_is_read_only(self, as_coordinator, official, add, unit):
        add(official)
        Period.objects.update(status=Period.Status.CLOSED, stage=Period.Stage.FINAL)

        assert "Tambah anggota" not in text_of(as_coordinator.get(team_url(official)))
        assert as_coordinator.post(team_url(official), facts(unit)).status_code == 403
