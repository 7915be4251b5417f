-- Views of the SQLite export: what people ask for, joined.

CREATE VIEW letters_with_parties AS
SELECT l.letter_id, l.corpus, l.ordinal, l.number, l.genre, l.date_edtf, l.date_earliest, l.date_latest,
  l.date_status, l.place_from, l.place_to,
  (SELECT group_concat(name, '; ') FROM (SELECT p.name FROM correspondents c JOIN people p USING (person_id)
    WHERE c.letter_id = l.letter_id AND c.role = 'sender' ORDER BY c.position)) AS senders,
  (SELECT group_concat(name, '; ') FROM (SELECT p.name FROM correspondents c JOIN people p USING (person_id)
    WHERE c.letter_id = l.letter_id AND c.role = 'recipient' ORDER BY c.position)) AS recipients,
  l.n_words, l.n_notes
FROM letters l;

CREATE VIEW correspondence AS
SELECT s.person_id AS sender_id, ps.name AS sender, r.person_id AS recipient_id, pr.name AS recipient,
  count(l.letter_id) AS letters, min(l.date_earliest) AS first_day, max(l.date_latest) AS last_day
FROM correspondents s
  JOIN correspondents r ON r.letter_id = s.letter_id AND r.role = 'recipient'
  JOIN people ps ON ps.person_id = s.person_id
  JOIN people pr ON pr.person_id = r.person_id
  JOIN letters l ON l.letter_id = s.letter_id
WHERE s.role = 'sender'
GROUP BY s.person_id, r.person_id;

CREATE VIEW mentions_with_people AS
SELECT m.letter_id, l.date_earliest, l.date_latest, m.zone, m.note, m.person_id, p.name, m.surface, m.kind,
  m.start, m."end"
FROM mentions m LEFT JOIN people p USING (person_id) JOIN letters l USING (letter_id);

CREATE VIEW people_in_letters AS
SELECT p.person_id, p.name, p.kind,
  (SELECT count(DISTINCT letter_id) FROM correspondents c
    WHERE c.person_id = p.person_id AND c.role = 'sender') AS letters_sent,
  (SELECT count(DISTINCT letter_id) FROM correspondents c
    WHERE c.person_id = p.person_id AND c.role = 'recipient') AS letters_received,
  (SELECT count(DISTINCT letter_id) FROM mentions m WHERE m.person_id = p.person_id
    AND m.kind = 'person' AND m.zone IN ('body', 'note')) AS letters_named_in
FROM people p;

CREATE VIEW quantities_with_letters AS
SELECT q.letter_id, l.date_earliest, l.date_latest, q.zone, q.note, q.verbatim, q.low, q.high, q.unit,
  q.commodity, q.measure, q.region, q.period, q.si_low, q.si_high, q.si_unit, q.emended, q.start, q."end"
FROM quantities q JOIN letters l USING (letter_id);

CREATE VIEW decisions_with_letters AS
SELECT d.letter_id, l.date_earliest AS letter_earliest, l.date_latest AS letter_latest, d.note, d.body,
  d.action, d.date_edtf, d.date_earliest, d.date_latest, d.fond, d.opis, d.delo, d.listy, d.repeat
FROM decisions d JOIN letters l USING (letter_id);

CREATE VIEW delays AS
SELECT y.letter_id, v.senders, v.recipients, y.leg, y.from_what, y.from_earliest, y.to_what,
  y.to_latest, y.hours_low, y.hours_high, y.status, y.clock
FROM latencies y JOIN letters_with_parties v USING (letter_id);
