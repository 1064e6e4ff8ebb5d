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
 * Swedish strings.
 *
 * @package    block_valo
 * @copyright  2026 The valo authors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_card'] = 'De senaste siffrorna på korten';
$string['cachedef_site'] = 'Kurser som använder valo';
$string['calendar_course'] = 'Yrkesprovsdag';
$string['calendar_own'] = 'Ditt yrkesprov: {$a}';
$string['card_answer'] = 'Senaste svar: {$a}';
$string['card_desk'] = 'Öppna handledarens skrivbord';
$string['card_help_many'] = '{$a} personer ber om hjälp.';
$string['card_help_none'] = 'Ingen ber om hjälp.';
$string['card_help_one'] = 'En person ber om hjälp.';
$string['card_lamps'] = '{$a->lit} av {$a->all} lampor lyser';
$string['card_newcomer'] = 'Här ser du din dag i valo när du har öppnat det.';
$string['card_officer'] = 'Öppna förslagen';
$string['card_oldest_many'] = 'Den längsta väntan är {$a} dagar.';
$string['card_oldest_none'] = 'Ingen har väntat länge.';
$string['card_oldest_one'] = 'Den längsta väntan är en dag.';
$string['card_open'] = 'Öppna dagboken';
$string['card_proposals_many'] = '{$a} förslag väntar på dig.';
$string['card_proposals_none'] = 'Inga förslag väntar.';
$string['card_proposals_one'] = 'Ett förslag väntar på dig.';
$string['card_refresh'] = 'Visa dagens läge';
$string['card_silent'] = 'valo svarar inte just nu. Dina texter finns kvar där.';
$string['card_today_approved'] = 'Din handledare har godkänt dagens anteckning.';
$string['card_today_draft'] = 'Du har börjat på dagens anteckning.';
$string['card_today_none'] = 'Hur var dagen? Berätta om den.';
$string['card_today_returned'] = 'Din handledare vill veta lite mer.';
$string['card_today_submitted'] = 'Dagens anteckning är hos din handledare.';
$string['card_unset'] = 'valo är inte anslutet ännu.';
$string['card_waiting_many'] = '{$a} anteckningar väntar på dig.';
$string['card_waiting_none'] = 'Inga anteckningar väntar.';
$string['card_waiting_one'] = 'En anteckning väntar på dig.';
$string['card_write'] = 'Berätta om dagen';
$string['check:active'] = 'Blocket i bruk';
$string['check:address'] = 'Valos adress';
$string['check:clock'] = 'Klockor';
$string['check:cron'] = 'Cron';
$string['check:header'] = 'Authorization-rubrik';
$string['check:https'] = 'https';
$string['check:key'] = 'Moodles LTI-nyckel';
$string['check:keys'] = 'Valos nycklar';
$string['check:pathinfo'] = 'Webbserver';
$string['check:registered'] = 'Registrering hos valo';
$string['check:signed'] = 'Vägen dit och tillbaka';
$string['check:tool'] = 'Verktyg i Moodle';
$string['check_connection'] = 'valo: anslutning';
$string['check_contact'] = 'valo: senaste kontakt';
$string['check_contact_at'] = 'En uppgift nådde senast valo {$a}.';
$string['check_contact_never'] = 'Ingen uppgift har ännu nått valo. Körs cron?';
$string['check_queue'] = 'valo: meddelanden';
$string['check_queue_counts'] = 'Väntar: {$a->waiting}. Togs inte emot: {$a->failed}. Raderingar som väntar: {$a->erasures}.';
$string['check_queue_failed'] = 'valo tog inte emot dessa. Anslutningssidan visar varför och kan skicka dem igen.';
$string['doors_choose'] = 'I vilken kurs vill du öppna valo?';
$string['doors_none'] = 'Ingen av dina kurser har valo ännu. Läraren kan lägga till det i kursen.';
$string['erasure_done'] = 'Dina uppgifter har raderats ur valo:';
$string['erasure_kept'] = 'Lagen kräver att dessa sparas:';
$string['erasure_subject'] = 'Dina uppgifter i valo har raderats';
$string['erasure_waiting'] = 'valo behöver mer tid för raderingen. Uppgiften försöker själv igen.';
$string['evidence_demonstration'] = 'Ett yrkesprov har bedömts i valo ({$a}).';
$string['evidence_entry'] = 'Handledaren har i valo godkänt arbete som visar detta ({$a}).';
$string['finding:active_off'] = 'Blocket är avstängt: kortet förblir tomt och inga meddelanden skickas. Slå på det i blockets inställningar: "Blocket är i bruk".';
$string['finding:active_ok'] = 'Blocket är påslaget.';
$string['finding:address_ok'] = 'valo svarar.';
$string['finding:address_strange'] = 'Detta är ingen adress. Den börjar med https:// och ser ut så här: https://valo.example.org.';
$string['finding:clock_off'] = 'Klockorna skiljer sig med {$a} sekunder. En start gäller bara en minut: slå på tidssynkronisering (NTP) på båda servrarna.';
$string['finding:clock_ok'] = 'Klockorna i Moodle och valo går lika.';
$string['finding:cron_late'] = 'Cron kördes senast för {$a} minuter sedan. Den borde köras varje minut.';
$string['finding:cron_never'] = 'Cron har aldrig körts. Utan cron kommer inga meddelanden fram och inget skickas. Låt servern köra admin/cli/cron.php varje minut.';
$string['finding:cron_ok'] = 'Cron körs.';
$string['finding:header_missing'] = 'Webbservern tappar Authorization-rubriken, så omdömen skulle inte komma fram. Med Apache, lägg till: CGIPassAuth On (eller SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1).';
$string['finding:header_ok'] = 'Webbservern släpper igenom Authorization-rubriken.';
$string['finding:https_missing'] = 'Moodles adress är {$a}. Webbläsare visar ett verktyg i Moodle endast över https; http är till för att prova på en dator.';
$string['finding:https_ok'] = 'Moodle används över https.';
$string['finding:key_ok'] = 'Moodle har en nyckel att signera med.';
$string['finding:keys_missing'] = 'Det finns inga nycklar på {$a}. Be dem som driver valo att köra "./valo check".';
$string['finding:keys_ok'] = 'Moodle kan läsa valos nycklar.';
$string['finding:pathinfo_missing'] = 'Webbservern skickar inte vidare sökvägar efter filnamn (PATH_INFO), så omdömen och deltagarlistor skulle inte fungera. Se "slash arguments" i Moodles installationsguide för din webbserver.';
$string['finding:pathinfo_ok'] = 'Webbservern skickar vidare sökvägar efter filnamn.';
$string['finding:pathinfo_unknown'] = 'Moodle kan inte anropa sin egen adress {$a}, så webbservern kontrollerades inte. Om ett omdöme från valo kommer fram är allt bra.';
$string['finding:registered_ok'] = 'valo känner denna Moodle.';
$string['finding:signed_ok'] = 'Ett signerat anrop nådde valo, och valo kunde läsa denna Moodles nycklar.';
$string['finding:tool_gone'] = 'Verktyget finns inte längre i Moodle. Anslut på nytt nedan: det skapas igen. Aktiviteter från det gamla verktyget måste kopplas till det nya.';
$string['finding:tool_ok'] = 'Verktyget finns i Moodle och visas i aktivitetsväljaren.';
$string['finding:way_blocked'] = 'Moodle blockerar anrop till {$a->host}. Se "cURL blocked hosts list" och "cURL allowed ports list" under Webbplatsadministration, Säkerhet, HTTP-säkerhet.';
$string['finding:way_certificate'] = 'Denna server litar inte på certifikatet för {$a->host}. Det kan ha gått ut eller sakna sin kedja.';
$string['finding:way_nobody'] = 'Ingen svarar på {$a->address}. Är valo igång, och släpper brandväggen igenom denna server?';
$string['finding:way_nohost'] = 'Namnet {$a->host} är inte känt. Är adressen rätt skriven?';
$string['finding:way_nokey'] = 'Denna Moodle har ingen LTI-nyckel. Öppna en gång Webbplatsadministration, Plugin-program, Externt verktyg, Hantera verktyg: då skapar Moodle den.';
$string['finding:way_other'] = 'Anropet till {$a->address} misslyckades. Försök igen; om det fortsätter, fråga dem som driver valo.';
$string['finding:way_refused'] = 'valo säger: {$a->sentence} (HTTP {$a->status}, {$a->code})';
$string['finding:way_resting'] = 'valo gick inte att nå för en stund sedan. Försök igen om en minut.';
$string['finding:way_slow'] = '{$a->host} svarade inte i tid. Stoppar en brandvägg anropet?';
$string['finding:way_strange'] = 'Något svarar på {$a->address}, men det är inte valo. Är adressen rätt?';
$string['finding:way_unknown'] = 'valo känner inte denna Moodle. Be dem som driver valo om en ny anslutningslänk och anslut på nytt med den. ({$a})';
$string['leave'] = 'Koppla från valo';
$string['leave_done'] = 'valo är frånkopplat.';
$string['leave_keep'] = 'Behåll verktyget';
$string['leave_question'] = 'Ska verktyget stanna i Moodle? Om det stannar öppnas aktiviteterna som förut. Om det tas bort går de inte längre att öppna. Det som har skrivits i valo finns kvar i valo i båda fallen.';
$string['leave_remove'] = 'Ta bort verktyget';
$string['messageprovider:answer'] = 'valo: din handledare svarade';
$string['messageprovider:approved'] = 'valo: en anteckning godkändes';
$string['messageprovider:demonstration'] = 'valo: en yrkesprovsdag eller dess bedömning';
$string['messageprovider:help'] = 'valo: någon ber om hjälp';
$string['messageprovider:other'] = 'valo: övriga meddelanden';
$string['messageprovider:proposal'] = 'valo: förslag väntar';
$string['messageprovider:reminder'] = 'valo: påminnelser';
$string['messageprovider:waiting'] = 'valo: anteckningar väntar';
$string['newcourse'] = 'Gör en färdig startkurs';
$string['newcourse_done'] = 'Kursen är klar. Bara lärare ser den tills du visar den: Inställningar › Kursens synlighet.';
$string['newcourse_intro'] = 'I kursen finns anvisningar för deltagare och tränare, arbetsdagboken, yrkesprovshandlingarna och tränarens skrivbord. Du kan ändra allt efteråt.';
$string['newcourse_language'] = 'Texternas språk';
$string['newcourse_make'] = 'Gör kursen';
$string['outbox_again'] = 'De skickas igen inom en minut.';
$string['outbox_failed'] = 'Dessa tog valo inte emot';
$string['outbox_retry'] = 'Skicka igen';
$string['pluginname'] = 'valo';
$string['privacy:block'] = 'Blocket';
$string['privacy:metadata:answer'] = 'Vad valo raderade och vad lagen sparar';
$string['privacy:metadata:block_valo_day'] = 'Yrkesprovsdagar i kalendern';
$string['privacy:metadata:block_valo_erasure'] = 'Raderingar som begärts av valo';
$string['privacy:metadata:block_valo_outbox'] = 'Händelser i Moodle som ännu inte berättats för valo';
$string['privacy:metadata:block_valo_person'] = 'Vem valo känner från vilken kurs';
$string['privacy:metadata:calendar'] = 'Yrkesprovsdagar skrivs in i kalendern.';
$string['privacy:metadata:competency'] = 'Godkänt arbete blir belägg för kompetenser.';
$string['privacy:metadata:courseid'] = 'Kursen';
$string['privacy:metadata:eventid'] = 'Händelsen i kalendern';
$string['privacy:metadata:kind'] = 'Vad som hände';
$string['privacy:metadata:messages'] = 'Meddelanden från valo skickas som aviseringar.';
$string['privacy:metadata:payload'] = 'Närmare: kurs, grupp, tider';
$string['privacy:metadata:reason'] = 'Varför det begärdes';
$string['privacy:metadata:remoteid'] = 'Yrkesprovet i valo';
$string['privacy:metadata:state'] = 'Om det är gjort';
$string['privacy:metadata:timecreated'] = 'När det antecknades';
$string['privacy:metadata:timedone'] = 'När det gjordes';
$string['privacy:metadata:userid'] = 'Personen';
$string['privacy:metadata:valo'] = 'Arbetsdagboken valo, där personen skriver. Namn når den genom själva verktyget (Externt verktyg).';
$string['privacy:metadata:valo:courses'] = 'Registreringar och roller i kurser som använder valo';
$string['privacy:metadata:valo:groups'] = 'Grupper i dessa kurser';
$string['privacy:metadata:valo:suspended'] = 'Om kontot är avstängt eller raderat';
$string['privacy:metadata:valo:userid'] = 'Personens id i Moodle';
$string['scale_no'] = 'Inte ännu';
$string['scale_yes'] = 'Visad';
$string['setting_active'] = 'Blocket är i bruk';
$string['setting_active_desc'] = 'När detta är avstängt är kortet tomt, inget skickas till valo och inga meddelanden hämtas. Bara begäranden om personuppgifter fungerar fortfarande. Att bara dölja blocket stoppar inte det.';
$string['setting_apikey'] = 'API-nyckel för valo';
$string['setting_apikey_desc'] = 'Lämna tomt: anropen signeras med denna Moodles egen nyckel. Be dem som driver valo om en nyckel endast om det inte går.';
$string['setting_whenuninstalled'] = 'När blocket avinstalleras';
$string['setting_whenuninstalled_ask'] = 'Fråga';
$string['setting_whenuninstalled_desc'] = 'Verktyget i Moodle öppnar aktiviteterna. Utan det går de inte längre att öppna. På kommandoraden kan ingen tillfrågas: där behåller "fråga" det.';
$string['setting_whenuninstalled_keep'] = 'Behåll verktyget';
$string['setting_whenuninstalled_remove'] = 'Ta bort verktyget';
$string['setup'] = 'Anslut valo';
$string['setup_address'] = 'Anslutningslänk eller valos adress';
$string['setup_address_help'] = 'Länken ser ut så här: https://valo.example.org/lti/register?invite=… Den innehåller både adressen och inbjudan. Den gäller en gång, i sju dagar.';
$string['setup_again'] = 'Anslut på nytt';
$string['setup_check'] = 'Kontrollera igen';
$string['setup_connect'] = 'Anslut och kontrollera';
$string['setup_connected'] = 'Denna Moodle är ansluten till {$a}.';
$string['setup_green'] = 'valo är anslutet. Kontrollerna hittade inga hinder.';
$string['setup_intro'] = 'Klistra in anslutningslänken som du fick av dem som driver valo. Den här sidan skapar verktyget i Moodle, berättar för valo om denna Moodle och kontrollerar att allt fungerar. Inga adresser behöver kopieras.';
$string['setup_invite'] = 'Engångsinbjudan';
$string['setup_invite_help'] = 'Lämna tomt om du klistrade in hela länken eller om valo redan känner denna Moodle.';
$string['setup_open'] = 'Öppna sidan för anslutning';
$string['setup_todo'] = 'Allt fungerar inte ännu. Nedan ser du vad som behöver göras.';
$string['state:error'] = 'Att göra';
$string['state:ok'] = 'Bra';
$string['state:warning'] = 'Se över';
$string['task_follow_progress'] = 'Hämta framsteg från valo';
$string['task_pull_notices'] = 'Hämta meddelanden från valo';
$string['task_send_outbox'] = 'Berätta för valo vad som hänt i Moodle';
$string['task_sync_competencies'] = 'För in kraven i kompetenserna';
$string['template'] = 'Steg för steg ut i arbetslivet';
$string['template_coach'] = 'För handledaren';
$string['template_coach_text'] = 'Här väntar dina deltagares anteckningar, den som väntat längst först. Några ord räcker: säg vad som gick bra och vad som kommer härnäst.';
$string['template_diary'] = 'Din arbetsdagbok';
$string['template_diary_text'] = 'Berätta om din dag efter jobbet. Två meningar och en bild räcker. Din handledare läser och svarar.';
$string['template_papers'] = 'Yrkesprovet';
$string['template_papers_text'] = 'Dagarna i dagboken växer till dina papper. När lamporna lyser planerar du yrkesprovet tillsammans med din handledare.';
$string['template_start'] = 'Välkommen';
$string['template_start_text'] = 'I den här kursen lär du dig på jobbet. Du skriver en kort dagbok och ser vilka färdigheter du redan har visat.';
$string['valo:addinstance'] = 'Lägga till valo-blocket på en sida';
$string['valo:myaddinstance'] = 'Lägga till valo-blocket på Översikten';
