<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Finnish strings.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_card'] = 'Korttien viimeisimmät luvut';
$string['cachedef_site'] = 'Kurssit, jotka käyttävät valoa';
$string['calendar_course'] = 'Näyttöpäivä';
$string['calendar_own'] = 'Näyttösi: {$a}';
$string['card_answer'] = 'Viimeksi vastattu: {$a}';
$string['card_desk'] = 'Avaa valmentajan työpöytä';
$string['card_help_many'] = '{$a} pyytää apua.';
$string['card_help_none'] = 'Kukaan ei pyydä apua.';
$string['card_help_one'] = 'Yksi pyytää apua.';
$string['card_lamps'] = '{$a->lit} / {$a->all} lamppua palaa';
$string['card_newcomer'] = 'Tässä näet päiväsi valossa, kun olet avannut sen.';
$string['card_officer'] = 'Avaa ehdotukset';
$string['card_oldest_many'] = 'Pisin odotus on {$a} päivää.';
$string['card_oldest_none'] = 'Kukaan ei ole odottanut pitkään.';
$string['card_oldest_one'] = 'Pisin odotus on yksi päivä.';
$string['card_open'] = 'Avaa päiväkirja';
$string['card_proposals_many'] = '{$a} ehdotusta odottaa sinua.';
$string['card_proposals_none'] = 'Ehdotuksia ei odota.';
$string['card_proposals_one'] = 'Yksi ehdotus odottaa sinua.';
$string['card_refresh'] = 'Näytä päivän tilanne';
$string['card_silent'] = 'valo ei juuri nyt vastaa. Tekstisi ovat siellä tallessa.';
$string['card_today_approved'] = 'Valmentaja on hyväksynyt tämän päivän.';
$string['card_today_draft'] = 'Olet aloittanut tämän päivän.';
$string['card_today_none'] = 'Millainen päivä oli? Kerro siitä.';
$string['card_today_returned'] = 'Valmentaja haluaa tietää vähän lisää.';
$string['card_today_submitted'] = 'Tämän päivän teksti on valmentajalla.';
$string['card_unset'] = 'valoa ei ole vielä yhdistetty.';
$string['card_waiting_many'] = '{$a} merkintää odottaa sinua.';
$string['card_waiting_none'] = 'Merkintöjä ei odota.';
$string['card_waiting_one'] = 'Yksi merkintä odottaa sinua.';
$string['card_write'] = 'Kerro päivästä';
$string['check:active'] = 'Lohko käytössä';
$string['check:address'] = 'Valon osoite';
$string['check:clock'] = 'Kellot';
$string['check:cron'] = 'Cron';
$string['check:header'] = 'Authorization-otsake';
$string['check:https'] = 'https';
$string['check:key'] = 'Moodlen LTI-avain';
$string['check:keys'] = 'Valon avaimet';
$string['check:pathinfo'] = 'Verkkopalvelin';
$string['check:registered'] = 'Rekisteröinti valoon';
$string['check:signed'] = 'Yhteys sinne ja takaisin';
$string['check:tool'] = 'Työkalu Moodlessa';
$string['check_connection'] = 'valo: yhteys';
$string['check_contact'] = 'valo: viimeisin yhteys';
$string['check_contact_at'] = 'Tehtävä sai viimeksi yhteyden valoon {$a}.';
$string['check_contact_never'] = 'Mikään tehtävä ei ole vielä saanut yhteyttä valoon. Toimiiko cron?';
$string['check_queue'] = 'valo: viestit';
$string['check_queue_counts'] = 'Odottaa: {$a->waiting}. Ei otettu vastaan: {$a->failed}. Poistoja odottaa: {$a->erasures}.';
$string['check_queue_failed'] = 'valo ei ottanut näitä vastaan. Käyttöönottosivu kertoo syyn ja voi lähettää ne uudelleen.';
$string['doors_choose'] = 'Missä kurssissa haluat avata valon?';
$string['doors_none'] = 'Kursseillasi ei ole vielä valoa. Opettaja voi lisätä sen kurssiin.';
$string['erasure_done'] = 'Tietosi on poistettu valosta:';
$string['erasure_kept'] = 'Laki edellyttää säilyttämään nämä:';
$string['erasure_subject'] = 'Tietosi valosta on poistettu';
$string['erasure_waiting'] = 'valo tarvitsee poistamiseen lisää aikaa. Tehtävä yrittää itse uudelleen.';
$string['evidence_demonstration'] = 'Näyttö on arvioitu valossa ({$a}).';
$string['evidence_entry'] = 'Valmentaja on hyväksynyt valossa työn, joka näyttää tämän ({$a}).';
$string['finding:active_off'] = 'Lohko on pois käytöstä: kortti pysyy tyhjänä eivätkä viestit kulje. Ota se käyttöön lohkon asetuksissa: "Lohko on käytössä".';
$string['finding:active_ok'] = 'Lohko on käytössä.';
$string['finding:address_ok'] = 'valo vastaa.';
$string['finding:address_strange'] = 'Tämä ei ole osoite. Osoite alkaa https:// ja näyttää tältä: https://valo.example.org.';
$string['finding:clock_off'] = 'Kellot eroavat {$a} sekuntia. Avaaminen onnistuu vain minuutin sisällä: ota kellon synkronointi (NTP) käyttöön molemmilla palvelimilla.';
$string['finding:clock_ok'] = 'Moodlen ja valon kellot ovat samassa ajassa.';
$string['finding:cron_late'] = 'Cron on viimeksi käynnistynyt {$a} minuuttia sitten. Sen pitäisi käynnistyä joka minuutti.';
$string['finding:cron_never'] = 'Cron ei ole koskaan käynnistynyt. Ilman sitä viestit eivät kulje. Aseta palvelin ajamaan admin/cli/cron.php joka minuutti.';
$string['finding:cron_ok'] = 'Cron toimii.';
$string['finding:header_missing'] = 'Verkkopalvelin pudottaa Authorization-otsakkeen, joten arvosanat eivät tulisi perille. Apachessa lisää: CGIPassAuth On (tai SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1).';
$string['finding:header_ok'] = 'Verkkopalvelin päästää Authorization-otsakkeen läpi.';
$string['finding:https_missing'] = 'Moodlen osoite on {$a}. Selaimet näyttävät työkalun Moodlen sisällä vain https-yhteydellä; http sopii vain kokeiluun yhdellä koneella.';
$string['finding:https_ok'] = 'Moodlea käytetään https-yhteydellä.';
$string['finding:key_ok'] = 'Moodlella on allekirjoitusavain.';
$string['finding:keys_missing'] = 'Osoitteessa {$a} ei ole avaimia. Pyydä valon ylläpitäjää ajamaan "./valo check".';
$string['finding:keys_ok'] = 'Moodle voi lukea valon avaimet.';
$string['finding:pathinfo_missing'] = 'Verkkopalvelin ei välitä polkuja tiedostonimen perässä (PATH_INFO), joten arvosanat ja osallistujaluettelot eivät toimisi. Katso Moodlen asennusohjeesta oman verkkopalvelimesi kohta "slash arguments".';
$string['finding:pathinfo_ok'] = 'Verkkopalvelin välittää polut tiedostonimen perässä.';
$string['finding:pathinfo_unknown'] = 'Moodle ei voi kutsua omaa osoitettaan {$a}, joten verkkopalvelinta ei tarkistettu. Jos valon lähettämä arvosana tulee perille, kaikki on kunnossa.';
$string['finding:registered_ok'] = 'valo tuntee tämän Moodlen.';
$string['finding:signed_ok'] = 'Allekirjoitettu kutsu pääsi valoon, ja valo voi lukea tämän Moodlen avaimet.';
$string['finding:tool_gone'] = 'Työkalu ei ole enää Moodlessa. Yhdistä uudelleen alla: se luodaan uudelleen. Vanhan työkalun aktiviteetit pitää liittää uuteen.';
$string['finding:tool_ok'] = 'Työkalu on Moodlessa ja tarjolla aktiviteettivalitsimessa.';
$string['finding:way_blocked'] = 'Moodle estää yhteydet kohteeseen {$a->host}. Katso Sivuston hallinta, Turvallisuus, HTTP-turvallisuus: "cURL blocked hosts list" ja "cURL allowed ports list".';
$string['finding:way_certificate'] = 'Tämä palvelin ei luota kohteen {$a->host} varmenteeseen. Se on voinut vanhentua, tai sen ketju on vajaa.';
$string['finding:way_nobody'] = 'Osoitteessa {$a->address} ei vastata. Onko valo käynnissä, ja päästääkö palomuuri tämän palvelimen läpi?';
$string['finding:way_nohost'] = 'Nimeä {$a->host} ei tunneta. Onko osoite kirjoitettu oikein?';
$string['finding:way_nokey'] = 'Tällä Moodlella ei ole LTI-avainta. Avaa kerran Sivuston hallinta, Lisäosat, Ulkoinen työkalu, Hallitse työkaluja: silloin Moodle luo sen.';
$string['finding:way_other'] = 'Yhteys osoitteeseen {$a->address} ei onnistunut. Yritä uudelleen; jos vika jatkuu, kysy valon ylläpitäjältä.';
$string['finding:way_refused'] = 'valo sanoo: {$a->sentence} (HTTP {$a->status}, {$a->code})';
$string['finding:way_resting'] = 'valoon ei hetki sitten saatu yhteyttä. Yritä uudelleen minuutin kuluttua.';
$string['finding:way_slow'] = '{$a->host} ei vastannut ajoissa. Pysäyttääkö palomuuri yhteyden?';
$string['finding:way_strange'] = 'Osoitteessa {$a->address} vastataan, mutta siellä ei ole valo. Onko osoite oikea?';
$string['finding:way_unknown'] = 'valo ei tunne tätä Moodlea. Pyydä valon ylläpitäjältä uusi käyttöönottolinkki ja yhdistä sillä uudelleen. ({$a})';
$string['leave'] = 'Katkaise yhteys valoon';
$string['leave_done'] = 'Yhteys valoon on katkaistu.';
$string['leave_keep'] = 'Säilytä työkalu';
$string['leave_question'] = 'Jääkö työkalu Moodleen? Jos se jää, valo-aktiviteetit avautuvat kuten ennenkin. Jos se poistetaan, ne eivät enää avaudu. Se, mitä valoon on kirjoitettu, pysyy valossa kummassakin tapauksessa.';
$string['leave_remove'] = 'Poista työkalu';
$string['messageprovider:answer'] = 'valo: valmentaja vastasi';
$string['messageprovider:approved'] = 'valo: merkintä hyväksyttiin';
$string['messageprovider:demonstration'] = 'valo: näyttöpäivä tai sen arviointi';
$string['messageprovider:help'] = 'valo: joku pyytää apua';
$string['messageprovider:other'] = 'valo: muut viestit';
$string['messageprovider:proposal'] = 'valo: ehdotuksia odottaa';
$string['messageprovider:reminder'] = 'valo: muistutukset';
$string['messageprovider:waiting'] = 'valo: merkintöjä odottaa';
$string['newcourse'] = 'Tee valmis aloituskurssi';
$string['newcourse_done'] = 'Kurssi on valmis. Vain opettajat näkevät sen, kunnes julkaiset sen: Asetukset › Kurssin näkyvyys.';
$string['newcourse_intro'] = 'Kurssilla on ohjeet valmentautujille ja valmentajille, työpäiväkirja, näyttöpaperit ja valmentajan työpöytä. Voit muuttaa kaikkea jälkeenpäin.';
$string['newcourse_language'] = 'Tekstien kieli';
$string['newcourse_make'] = 'Tee kurssi';
$string['outbox_again'] = 'Ne lähetetään uudelleen minuutin sisällä.';
$string['outbox_failed'] = 'Näitä valo ei ottanut vastaan';
$string['outbox_retry'] = 'Lähetä uudelleen';
$string['pluginname'] = 'valo';
$string['privacy:block'] = 'Lohko';
$string['privacy:metadata:answer'] = 'Mitä valo poisti ja mitä laki säilyttää';
$string['privacy:metadata:block_valo_day'] = 'Kalenterissa olevat näyttöpäivät';
$string['privacy:metadata:block_valo_erasure'] = 'Valolta pyydetyt poistot';
$string['privacy:metadata:block_valo_outbox'] = 'Moodlen tapahtumat, joita ei ole vielä kerrottu valolle';
$string['privacy:metadata:block_valo_person'] = 'Kenet valo tuntee miltäkin kurssilta';
$string['privacy:metadata:calendar'] = 'Näyttöpäivät kirjataan kalenteriin.';
$string['privacy:metadata:competency'] = 'Hyväksytty työ kirjataan osaamisen näytöksi.';
$string['privacy:metadata:courseid'] = 'Kurssi';
$string['privacy:metadata:eventid'] = 'Kalenterin tapahtuma';
$string['privacy:metadata:kind'] = 'Mitä tapahtui';
$string['privacy:metadata:messages'] = 'Valon viestit lähetetään ilmoituksina.';
$string['privacy:metadata:payload'] = 'Tarkemmin: kurssi, ryhmä, ajat';
$string['privacy:metadata:reason'] = 'Miksi pyydettiin';
$string['privacy:metadata:remoteid'] = 'Näyttö valossa';
$string['privacy:metadata:state'] = 'Onko se tehty';
$string['privacy:metadata:timecreated'] = 'Milloin kirjattu';
$string['privacy:metadata:timedone'] = 'Milloin tehty';
$string['privacy:metadata:userid'] = 'Henkilö';
$string['privacy:metadata:valo'] = 'Työpäiväkirja valo, johon henkilö kirjoittaa. Nimi välittyy sinne työkalun kautta (Ulkoinen työkalu).';
$string['privacy:metadata:valo:courses'] = 'Ilmoittautumiset ja roolit kursseilla, jotka käyttävät valoa';
$string['privacy:metadata:valo:groups'] = 'Ryhmät näillä kursseilla';
$string['privacy:metadata:valo:suspended'] = 'Onko tili jäädytetty tai poistettu';
$string['privacy:metadata:valo:userid'] = 'Henkilön tunniste Moodlessa';
$string['scale_no'] = 'Ei vielä';
$string['scale_yes'] = 'Näytetty';
$string['setting_active'] = 'Lohko on käytössä';
$string['setting_active_desc'] = 'Kun tämä on pois päältä, kortti on tyhjä, valoon ei lähetetä mitään eikä viestejä haeta. Vain henkilötietoja koskevat pyynnöt toimivat edelleen. Pelkkä lohkon piilottaminen ei pysäytä niitä.';
$string['setting_apikey'] = 'Valon API-avain';
$string['setting_apikey_desc'] = 'Jätä tyhjäksi: kutsut allekirjoitetaan tämän Moodlen omalla avaimella. Pyydä avain valon ylläpitäjältä vain, jos se ei onnistu.';
$string['setting_whenuninstalled'] = 'Kun lohko poistetaan';
$string['setting_whenuninstalled_ask'] = 'Kysy';
$string['setting_whenuninstalled_desc'] = 'Moodlessa oleva työkalu avaa aktiviteetit. Ilman sitä ne eivät enää avaudu. Komentorivillä ei voi kysyä: siellä "kysy" säilyttää sen.';
$string['setting_whenuninstalled_keep'] = 'Säilytä työkalu';
$string['setting_whenuninstalled_remove'] = 'Poista työkalu';
$string['setup'] = 'Yhdistä valo';
$string['setup_address'] = 'Käyttöönottolinkki tai valon osoite';
$string['setup_address_help'] = 'Linkki näyttää tältä: https://valo.example.org/lti/register?invite=… Siinä on sekä osoite että kutsu. Se toimii kerran, seitsemän päivän ajan.';
$string['setup_again'] = 'Yhdistä uudelleen';
$string['setup_check'] = 'Tarkista uudelleen';
$string['setup_connect'] = 'Yhdistä ja tarkista';
$string['setup_connected'] = 'Tämä Moodle on yhdistetty osoitteeseen {$a}.';
$string['setup_green'] = 'valo on yhdistetty. Tarkistukset eivät löytäneet mitään esteitä.';
$string['setup_intro'] = 'Liitä valon ylläpitäjältä saamasi käyttöönottolinkki. Tämä sivu luo työkalun Moodleen, kertoo valolle tästä Moodlesta ja tarkistaa, että kaikki toimii. Osoitteita ei tarvitse kopioida.';
$string['setup_invite'] = 'Kertakäyttöinen kutsu';
$string['setup_invite_help'] = 'Jätä tyhjäksi, jos liitit koko linkin tai jos valo tuntee jo tämän Moodlen.';
$string['setup_open'] = 'Avaa käyttöönottosivu';
$string['setup_todo'] = 'Kaikki ei vielä toimi. Alta näet, mitä tehdä.';
$string['state:error'] = 'Tehtävä';
$string['state:ok'] = 'Kunnossa';
$string['state:warning'] = 'Katso tämä';
$string['task_follow_progress'] = 'Hae edistyminen valosta';
$string['task_pull_notices'] = 'Hae viestit valosta';
$string['task_send_outbox'] = 'Kerro valolle Moodlen tapahtumat';
$string['task_sync_competencies'] = 'Tuo vaatimukset osaamisiin';
$string['template'] = 'Työelämään askel kerrallaan';
$string['template_coach'] = 'Valmentajalle';
$string['template_coach_text'] = 'Täällä odottavat valmentautujiesi merkinnät, pisimpään odottanut ensin. Muutama sana riittää: kerro, mikä onnistui ja mitä seuraavaksi.';
$string['template_diary'] = 'Työpäiväkirja';
$string['template_diary_text'] = 'Kerro päivästäsi työn jälkeen. Kaksi lausetta ja kuva riittää. Valmentaja lukee ja vastaa.';
$string['template_papers'] = 'Näyttö';
$string['template_papers_text'] = 'Päiväkirjan päivistä kasvaa näyttöpaperisi. Kun lamput palavat, suunnittelette näytön yhdessä valmentajan kanssa.';
$string['template_start'] = 'Tervetuloa';
$string['template_start_text'] = 'Tällä kurssilla opit työssä. Kirjoitat lyhyttä päiväkirjaa ja näet, mitä taitoja olet jo näyttänyt.';
$string['valo:addinstance'] = 'Lisää valo-lohko sivulle';
$string['valo:myaddinstance'] = 'Lisää valo-lohko Työpöydälle';
