BEGIN TRANSACTION;
CREATE TABLE actions (
	id INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	owner VARCHAR(200) NOT NULL, 
	due DATE NOT NULL, 
	metric VARCHAR(100), 
	unit_id INTEGER NOT NULL, 
	initiative_id INTEGER, 
	state VARCHAR(20) NOT NULL, 
	outcome TEXT NOT NULL, 
	closed_on DATE, 
	entered_by VARCHAR(200) NOT NULL, 
	entered_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(initiative_id) REFERENCES initiatives (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(200) NOT NULL, 
	did VARCHAR(50) NOT NULL, 
	about JSON NOT NULL, 
	revision INTEGER NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-12-01 04:48:58.000000','Ann','import','{"file": "survey.csv", "upload": 1, "sha256": "2f3873e76b0cfcf8aba6b892edd6da817c9fe76e612475a0eb554adf8c60836d", "saved": 18, "refused": 0}',1,'703e7c46d695f0260640bfa502461e4a8e0659a273ae08df8d4dad5f342dcd5b');
INSERT INTO "audit" VALUES(2,'2026-12-01 04:49:11.000000','Ann','import','{"file": "operations.csv", "upload": 2, "sha256": "716cf2b0c969a7ee0d719ef7c712e592f5172b67a9566e9df5ed5da46a86cd87", "saved": 3, "refused": 0}',2,'62ef55c251b4ad57635082bd6981293ce4092038cdac07a5541c7ba29966b953');
INSERT INTO "audit" VALUES(3,'2026-12-01 04:49:24.000000','Ann','import','{"file": "visits.csv", "upload": 3, "sha256": "33f20e18cc4600da4f7f940c4a3bb079e5d4df6d5884155c2325c0dd777b412e", "saved": 6, "refused": 0}',3,'8a2b32a0ab3c6702a8180114c6c4cdaac61b072de50c281e1434d8fcc7d1dddc');
INSERT INTO "audit" VALUES(4,'2026-12-01 04:49:38.000000','Ann','import','{"file": "undone.csv", "upload": 4, "sha256": "2e651312544676d4dfe31d2408eff0efda352bcdc747eac9aad398f4a276863b", "saved": 2, "refused": 0}',4,'8783d949f8327f6e7a8697aa1c6555d60cfbcf5fa9750af70a259641f9660b1f');
INSERT INTO "audit" VALUES(5,'2026-12-01 04:49:51.000000','Ann','set standard','{"metric": "nps", "value": 40.0, "since": "2025-01", "unit": "", "owner": "", "reason": ""}',5,'48c03af9dd5c87d8d3645f8a2c0c8611ab1323a816606c9b05da8d98d35f173f');
INSERT INTO "audit" VALUES(6,'2026-12-01 04:50:08.000000','Ann','undo','{"upload": 4, "file": "undone.csv"}',6,'a928237b4d94af8369831d45c3f5546036408c0e8bc1b906c18c37a83f5633b8');
CREATE TABLE benchmarks (
	id INTEGER NOT NULL, 
	upload_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	month DATE NOT NULL, 
	source VARCHAR(300) NOT NULL, 
	peers VARCHAR(300) NOT NULL, 
	value DOUBLE, 
	percentiles JSON NOT NULL, 
	n INTEGER, 
	live BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(upload_id) REFERENCES uploads (id)
);
CREATE TABLE board_members (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	address VARCHAR(320) NOT NULL, 
	added_by VARCHAR(200) NOT NULL, 
	added_at DATETIME NOT NULL, 
	removed_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (address)
);
CREATE TABLE channels (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "channels" VALUES(1,'');
INSERT INTO "channels" VALUES(2,'Shop');
INSERT INTO "channels" VALUES(3,'Phone');
CREATE TABLE checklist_answers (
	visit_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	earned DOUBLE NOT NULL, 
	applicable BOOLEAN NOT NULL, 
	comment TEXT NOT NULL, 
	PRIMARY KEY (visit_id, place), 
	FOREIGN KEY(visit_id) REFERENCES shopper_visits (id)
)
 WITHOUT ROWID

;
INSERT INTO "checklist_answers" VALUES(1,0,1.0,1,'');
INSERT INTO "checklist_answers" VALUES(1,1,0.0,1,'None given');
INSERT INTO "checklist_answers" VALUES(2,0,1.0,1,'');
INSERT INTO "checklist_answers" VALUES(2,1,2.0,1,'');
INSERT INTO "checklist_answers" VALUES(3,0,0.0,1,'');
INSERT INTO "checklist_answers" VALUES(3,1,2.0,1,'');
CREATE TABLE commentaries (
	id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	unit_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	written_by VARCHAR(200) NOT NULL, 
	written_at DATETIME NOT NULL, part VARCHAR(20) DEFAULT 'commentary' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
CREATE TABLE comments (
	response_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (response_id), 
	FOREIGN KEY(response_id) REFERENCES responses (id)
);
INSERT INTO "comments" VALUES(1,'Quick and friendly');
INSERT INTO "comments" VALUES(3,'Waited half an hour');
CREATE TABLE counted_results (
	id INTEGER NOT NULL, 
	upload_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	unit_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	counts JSON NOT NULL, 
	total BIGINT, 
	squares BIGINT, 
	live BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(item_id) REFERENCES items (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id), 
	FOREIGN KEY(upload_id) REFERENCES uploads (id)
);
CREATE TABLE edition_files (
	edition_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (edition_id, name), 
	FOREIGN KEY(edition_id) REFERENCES editions (id)
);
CREATE TABLE editions (
	id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	unit_id INTEGER NOT NULL, 
	edition INTEGER NOT NULL, 
	published_by VARCHAR(200) NOT NULL, 
	published_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	last_upload INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	pack JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id), 
	UNIQUE (month, unit_id, edition)
);
CREATE TABLE erasures (
	source_id INTEGER NOT NULL, 
	name_sha256 VARCHAR(64) NOT NULL, 
	erased_at DATETIME NOT NULL, 
	PRIMARY KEY (source_id, name_sha256), 
	FOREIGN KEY(source_id) REFERENCES sources (id)
);
CREATE TABLE form_versions (
	id INTEGER NOT NULL, 
	form VARCHAR(200) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	checklist JSON NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (form, sha256)
);
INSERT INTO "form_versions" VALUES(1,'Till','303baa3fef488e8cfbff4fa94fda2cc1289791e92b5f65be85c77a1a087aea12','[{"section": "Greeting", "item": "Smile", "possible": 1.0, "weight": 1.0, "critical": false}, {"section": "Till", "item": "Receipt", "possible": 2.0, "weight": 1.0, "critical": true}]');
CREATE TABLE initiative_units (
	initiative_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	PRIMARY KEY (initiative_id, unit_id), 
	FOREIGN KEY(initiative_id) REFERENCES initiatives (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
CREATE TABLE initiatives (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	description TEXT NOT NULL, 
	began DATE NOT NULL, 
	ended DATE, 
	owner VARCHAR(200) NOT NULL, 
	metrics JSON NOT NULL, 
	entered_by VARCHAR(200) NOT NULL, 
	entered_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	PRIMARY KEY (id)
);
CREATE TABLE items (
	id INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	low INTEGER, 
	high INTEGER, 
	audience VARCHAR(20) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (metric, low, high, audience)
);
INSERT INTO "items" VALUES(1,'nps',0,10,'customers');
INSERT INTO "items" VALUES(2,'csat',1,5,'customers');
CREATE TABLE limits (
	id INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	since DATE NOT NULL, 
	value DOUBLE NOT NULL, 
	set_by VARCHAR(200) NOT NULL, 
	set_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE mappings (
	name VARCHAR(200) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	mapping JSON NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE moments (
	unit_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	channel_id INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	squares BIGINT NOT NULL, 
	within BIGINT NOT NULL, 
	PRIMARY KEY (unit_id, item_id, month, channel_id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(item_id) REFERENCES items (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID

;
CREATE TABLE observations (
	response_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	score DOUBLE NOT NULL, 
	live BOOLEAN NOT NULL, 
	PRIMARY KEY (response_id, item_id), 
	FOREIGN KEY(item_id) REFERENCES items (id), 
	FOREIGN KEY(response_id) REFERENCES responses (id)
)
 WITHOUT ROWID

;
INSERT INTO "observations" VALUES(1,1,10.0,1);
INSERT INTO "observations" VALUES(2,1,9.0,1);
INSERT INTO "observations" VALUES(3,1,3.0,1);
INSERT INTO "observations" VALUES(4,1,8.0,1);
INSERT INTO "observations" VALUES(5,1,10.0,1);
INSERT INTO "observations" VALUES(6,1,2.0,1);
INSERT INTO "observations" VALUES(7,1,9.0,1);
INSERT INTO "observations" VALUES(8,2,5.0,1);
INSERT INTO "observations" VALUES(9,2,2.0,1);
INSERT INTO "observations" VALUES(10,2,4.0,1);
INSERT INTO "observations" VALUES(11,2,5.0,1);
INSERT INTO "observations" VALUES(12,2,1.0,1);
INSERT INTO "observations" VALUES(13,2,4.0,1);
INSERT INTO "observations" VALUES(14,1,6.0,1);
INSERT INTO "observations" VALUES(15,1,10.0,1);
INSERT INTO "observations" VALUES(16,1,10.0,1);
INSERT INTO "observations" VALUES(17,1,10.0,1);
INSERT INTO "observations" VALUES(18,1,1.0,1);
CREATE TABLE operation_totals (
	unit_id INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	month DATE NOT NULL, 
	channel_id INTEGER NOT NULL, 
	numerator DOUBLE, 
	denominator DOUBLE, 
	value DOUBLE, 
	PRIMARY KEY (unit_id, metric, month, channel_id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID

;
INSERT INTO "operation_totals" VALUES(1,'retention','2025-02-01',1,60.0,80.0,NULL);
INSERT INTO "operation_totals" VALUES(1,'retention','2025-03-01',1,160.0,180.0,NULL);
INSERT INTO "operation_totals" VALUES(2,'retention','2025-03-01',1,90.0,100.0,NULL);
INSERT INTO "operation_totals" VALUES(3,'retention','2025-03-01',1,90.0,100.0,NULL);
INSERT INTO "operation_totals" VALUES(5,'retention','2025-02-01',1,60.0,80.0,NULL);
INSERT INTO "operation_totals" VALUES(5,'retention','2025-03-01',1,70.0,80.0,NULL);
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	upload_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	month DATE NOT NULL, 
	unit_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	numerator DOUBLE, 
	denominator DOUBLE, 
	value DOUBLE, 
	live BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id), 
	FOREIGN KEY(upload_id) REFERENCES uploads (id)
);
INSERT INTO "operations" VALUES(1,2,2,'retention','2025-03-01',3,1,90.0,100.0,NULL,1);
INSERT INTO "operations" VALUES(2,2,3,'retention','2025-03-01',5,1,70.0,80.0,NULL,1);
INSERT INTO "operations" VALUES(3,2,4,'retention','2025-02-01',5,1,60.0,80.0,NULL,1);
CREATE TABLE rebases (
	id INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	unit_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	reason TEXT NOT NULL, 
	set_by VARCHAR(200) NOT NULL, 
	set_at DATETIME NOT NULL, 
	withdrawn_by VARCHAR(200), 
	withdrawn_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
CREATE TABLE responses (
	id INTEGER NOT NULL, 
	upload_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	external_id VARCHAR(200), 
	month DATE NOT NULL, 
	answered_on DATE, 
	unit_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, occasion BIGINT, second DOUBLE, wording BIGINT, respondent VARCHAR(64), 
	PRIMARY KEY (id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(source_id) REFERENCES sources (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id), 
	FOREIGN KEY(upload_id) REFERENCES uploads (id)
);
INSERT INTO "responses" VALUES(1,1,2,1,'R1','2025-03-01','2025-03-01',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(2,1,3,1,'R2','2025-03-01','2025-03-02',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(3,1,4,1,'R3','2025-03-01','2025-03-03',3,3,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(4,1,5,1,'R4','2025-03-01','2025-03-04',4,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(5,1,6,1,'R5','2025-03-01','2025-03-05',4,3,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(6,1,7,1,'R6','2025-03-01','2025-03-06',5,3,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(7,1,8,1,'R7','2025-03-01','2025-03-07',5,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(8,1,9,1,'R8','2025-03-01','2025-03-08',5,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(9,1,10,1,'R9','2025-03-01','2025-03-09',5,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(10,1,11,1,'R10','2025-03-01','2025-03-10',4,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(11,1,12,1,'R11','2025-03-01','2025-03-11',4,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(12,1,13,1,'R12','2025-03-01','2025-03-12',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(13,1,14,1,'R13','2025-03-01','2025-03-13',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(14,1,15,1,'R14','2025-02-01','2025-02-13',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(15,1,16,1,'R15','2025-02-01','2025-02-14',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(16,1,17,1,'R16','2025-02-01','2025-02-15',3,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(17,1,18,1,'R17','2025-02-01','2025-02-15',5,2,NULL,NULL,NULL,NULL);
INSERT INTO "responses" VALUES(18,1,19,1,'R18','2025-02-01','2025-02-15',5,2,NULL,NULL,NULL,NULL);
CREATE TABLE sendings (
	id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	address VARCHAR(320) NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(200) NOT NULL, 
	trouble TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(edition_id) REFERENCES editions (id)
);
CREATE TABLE shopper_visits (
	id INTEGER NOT NULL, 
	upload_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	lines INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	external_id VARCHAR(200) NOT NULL, 
	month DATE NOT NULL, 
	visited_on DATE NOT NULL, 
	unit_id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	form_version_id INTEGER NOT NULL, 
	answers_sha256 VARCHAR(64) NOT NULL, 
	earned BIGINT NOT NULL, 
	possible BIGINT NOT NULL, 
	critical_failed BOOLEAN NOT NULL, 
	live BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(form_version_id) REFERENCES form_versions (id), 
	FOREIGN KEY(source_id) REFERENCES sources (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id), 
	FOREIGN KEY(upload_id) REFERENCES uploads (id)
);
INSERT INTO "shopper_visits" VALUES(1,3,2,2,3,'V1','2025-03-01','2025-03-03',5,1,1,'e4331296dc9feb0f0d453835c31035715f9b4b7ccebb127c59929e10d0831374',10000,30000,1,1);
INSERT INTO "shopper_visits" VALUES(2,3,4,2,3,'V2','2025-03-01','2025-03-04',3,1,1,'ea8de9b95e62a69c92fe8f1873fe97ed7cd73ce51ab875cfc45a6078092a1a06',30000,30000,0,1);
INSERT INTO "shopper_visits" VALUES(3,3,6,2,3,'V3','2025-02-01','2025-02-04',3,1,1,'bd564505226887c5617ad44cdb728411a83055a2cbdd86829affbd193377c11c',20000,30000,0,1);
CREATE TABLE sources (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "sources" VALUES(1,'26ae65f552134fb0');
INSERT INTO "sources" VALUES(2,'d40e1e58d6a98173');
INSERT INTO "sources" VALUES(3,'6729aa2a739d16cc');
CREATE TABLE stakes (
	id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	leaving DOUBLE, 
	worth DOUBLE, 
	customers DOUBLE, 
	assumed_by VARCHAR(200) NOT NULL, 
	assumed_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE standards (
	id INTEGER NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	unit_id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	value DOUBLE NOT NULL, 
	owner VARCHAR(200) NOT NULL, 
	reason TEXT NOT NULL, 
	set_by VARCHAR(200) NOT NULL, 
	set_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "standards" VALUES(1,'nps',1,'2025-01-01',40.0,'','','Ann','2026-12-01 04:49:51.000000');
CREATE TABLE "store" (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	organisation VARCHAR(200) NOT NULL, 
	fiscal_year_start INTEGER NOT NULL, 
	week_start INTEGER DEFAULT '0' NOT NULL, 
	locale VARCHAR(20) DEFAULT 'en_GB' NOT NULL, 
	currency VARCHAR(3) DEFAULT 'GBP' NOT NULL, 
	smallest_n INTEGER DEFAULT '5' NOT NULL, 
	few_n INTEGER DEFAULT '30' NOT NULL, 
	is_sample BOOLEAN DEFAULT 0 NOT NULL, 
	board JSON DEFAULT '{}' NOT NULL, respondent_key VARCHAR(64), 
	PRIMARY KEY (id)
);
INSERT INTO "store" VALUES(1,6,'Your organisation',1,0,'en_GB','GBP',5,30,0,'{}',NULL);
CREATE TABLE tallies (
	unit_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	channel_id INTEGER NOT NULL, 
	score INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	PRIMARY KEY (unit_id, item_id, month, channel_id, score), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(item_id) REFERENCES items (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID

;
INSERT INTO "tallies" VALUES(1,1,'2025-02-01',2,1,1);
INSERT INTO "tallies" VALUES(1,1,'2025-02-01',2,6,1);
INSERT INTO "tallies" VALUES(1,1,'2025-02-01',2,10,3);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',2,8,1);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',2,9,2);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',2,10,1);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',3,2,1);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',3,3,1);
INSERT INTO "tallies" VALUES(1,1,'2025-03-01',3,10,1);
INSERT INTO "tallies" VALUES(1,2,'2025-03-01',2,1,1);
INSERT INTO "tallies" VALUES(1,2,'2025-03-01',2,2,1);
INSERT INTO "tallies" VALUES(1,2,'2025-03-01',2,4,2);
INSERT INTO "tallies" VALUES(1,2,'2025-03-01',2,5,2);
INSERT INTO "tallies" VALUES(2,1,'2025-02-01',2,6,1);
INSERT INTO "tallies" VALUES(2,1,'2025-02-01',2,10,2);
INSERT INTO "tallies" VALUES(2,1,'2025-03-01',2,8,1);
INSERT INTO "tallies" VALUES(2,1,'2025-03-01',2,9,1);
INSERT INTO "tallies" VALUES(2,1,'2025-03-01',2,10,1);
INSERT INTO "tallies" VALUES(2,1,'2025-03-01',3,3,1);
INSERT INTO "tallies" VALUES(2,1,'2025-03-01',3,10,1);
INSERT INTO "tallies" VALUES(2,2,'2025-03-01',2,1,1);
INSERT INTO "tallies" VALUES(2,2,'2025-03-01',2,4,2);
INSERT INTO "tallies" VALUES(2,2,'2025-03-01',2,5,1);
INSERT INTO "tallies" VALUES(3,1,'2025-02-01',2,6,1);
INSERT INTO "tallies" VALUES(3,1,'2025-02-01',2,10,2);
INSERT INTO "tallies" VALUES(3,1,'2025-03-01',2,9,1);
INSERT INTO "tallies" VALUES(3,1,'2025-03-01',2,10,1);
INSERT INTO "tallies" VALUES(3,1,'2025-03-01',3,3,1);
INSERT INTO "tallies" VALUES(3,2,'2025-03-01',2,1,1);
INSERT INTO "tallies" VALUES(3,2,'2025-03-01',2,4,1);
INSERT INTO "tallies" VALUES(4,1,'2025-03-01',2,8,1);
INSERT INTO "tallies" VALUES(4,1,'2025-03-01',3,10,1);
INSERT INTO "tallies" VALUES(4,2,'2025-03-01',2,4,1);
INSERT INTO "tallies" VALUES(4,2,'2025-03-01',2,5,1);
INSERT INTO "tallies" VALUES(5,1,'2025-02-01',2,1,1);
INSERT INTO "tallies" VALUES(5,1,'2025-02-01',2,10,1);
INSERT INTO "tallies" VALUES(5,1,'2025-03-01',2,9,1);
INSERT INTO "tallies" VALUES(5,1,'2025-03-01',3,2,1);
INSERT INTO "tallies" VALUES(5,2,'2025-03-01',2,2,1);
INSERT INTO "tallies" VALUES(5,2,'2025-03-01',2,5,1);
CREATE TABLE unit_names (
	"key" VARCHAR(2000) NOT NULL, 
	path VARCHAR(2000) NOT NULL, 
	unit_id INTEGER NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
);
CREATE TABLE units (
	id INTEGER NOT NULL, 
	parent_id INTEGER, 
	name VARCHAR(200) NOT NULL, 
	path VARCHAR(2000) NOT NULL, 
	"key" VARCHAR(2000) NOT NULL, 
	upload_id INTEGER, closed_from DATE, merged_into_id INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(parent_id) REFERENCES units (id), 
	UNIQUE ("key")
);
INSERT INTO "units" VALUES(1,NULL,'','','',NULL,NULL,NULL);
INSERT INTO "units" VALUES(2,1,'North','North','north',1,NULL,NULL);
INSERT INTO "units" VALUES(3,2,'Leeds','North/Leeds','north/leeds',1,NULL,NULL);
INSERT INTO "units" VALUES(4,2,'York','North/York','north/york',1,NULL,NULL);
INSERT INTO "units" VALUES(5,1,'South','South','south',1,NULL,NULL);
CREATE TABLE uploads (
	id INTEGER NOT NULL, 
	file VARCHAR(500) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	format VARCHAR(50) NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	mapping JSON NOT NULL, 
	on_conflict VARCHAR(20) NOT NULL, 
	"by" VARCHAR(200) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	read INTEGER NOT NULL, 
	saved INTEGER NOT NULL, 
	duplicates INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	blank INTEGER NOT NULL, 
	months JSON NOT NULL, 
	newest_day DATE, 
	first_response INTEGER, 
	last_response INTEGER, 
	notes JSON NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR(200), on_overlap VARCHAR(20) DEFAULT 'new' NOT NULL, same_answers_as JSON DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "uploads" VALUES(1,'survey.csv','2f3873e76b0cfcf8aba6b892edd6da817c9fe76e612475a0eb554adf8c60836d','survey','plain','26ae65f552134fb0','{"kind": "survey", "format": "plain", "fingerprint": "26ae65f552134fb0", "columns": [{"index": 1, "heading": "response_id", "nth": 1, "role": "response_id", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 2, "heading": "responded_at", "nth": 1, "role": "responded_at", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 3, "heading": "metric", "nth": 1, "role": "metric", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 4, "heading": "score", "nth": 1, "role": "score", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 5, "heading": "unit", "nth": 1, "role": "unit", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 6, "heading": "channel", "nth": 1, "role": "channel", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 7, "heading": "comment", "nth": 1, "role": "comment", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}], "date_order": "iso", "month": null, "unit": "", "channel": "", "source": "26ae65f552134fb0", "audience": null, "notes": [], "marks": ["7d6520c8", "c2586710", "b8b4e9ce", "a575b798", "385cfdbc", "69e36568", "c44bb2fd"]}','first','Ann','2026-12-01 04:48:57.000000',18,18,0,0,0,'["2025-02", "2025-03"]','2025-03-13',1,18,'[]',NULL,NULL,'new','[]');
INSERT INTO "uploads" VALUES(2,'operations.csv','716cf2b0c969a7ee0d719ef7c712e592f5172b67a9566e9df5ed5da46a86cd87','operations','plain','d40e1e58d6a98173','{"kind": "operations", "format": "plain", "fingerprint": "d40e1e58d6a98173", "columns": [{"index": 1, "heading": "month", "nth": 1, "role": "month", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 2, "heading": "unit", "nth": 1, "role": "unit", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 3, "heading": "metric", "nth": 1, "role": "metric", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 4, "heading": "numerator", "nth": 1, "role": "numerator", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 5, "heading": "denominator", "nth": 1, "role": "denominator", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}], "date_order": null, "month": null, "unit": "", "channel": "", "source": "d40e1e58d6a98173", "audience": null, "notes": [], "marks": ["a5c7d171", "385cfdbc", "b8b4e9ce", "09088925", "0e7519a5"]}','first','Ann','2026-12-01 04:49:11.000000',3,3,0,0,0,'["2025-02", "2025-03"]',NULL,NULL,NULL,'[]',NULL,NULL,'new','[]');
INSERT INTO "uploads" VALUES(3,'visits.csv','33f20e18cc4600da4f7f940c4a3bb079e5d4df6d5884155c2325c0dd777b412e','shopper','plain','6729aa2a739d16cc','{"kind": "shopper", "format": "plain", "fingerprint": "6729aa2a739d16cc", "columns": [{"index": 1, "heading": "visit_id", "nth": 1, "role": "visit_id", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 2, "heading": "visited_at", "nth": 1, "role": "visited_at", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 3, "heading": "unit", "nth": 1, "role": "unit", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 4, "heading": "form", "nth": 1, "role": "form", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 5, "heading": "section", "nth": 1, "role": "section", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 6, "heading": "item", "nth": 1, "role": "item", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 7, "heading": "earned", "nth": 1, "role": "earned", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 8, "heading": "possible", "nth": 1, "role": "possible", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 9, "heading": "weight", "nth": 1, "role": "weight", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 10, "heading": "applicable", "nth": 1, "role": "applicable", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 11, "heading": "critical", "nth": 1, "role": "critical", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 12, "heading": "comment", "nth": 1, "role": "comment", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}], "date_order": "iso", "month": null, "unit": "", "channel": "", "source": "6729aa2a739d16cc", "audience": null, "notes": [], "marks": ["a27dd8b9", "7afd865c", "385cfdbc", "07397d63", "3fb45623", "4a33eacd", "4844fdfb", "c4773daf", "0844df8f", "a6f50bf2", "bfba7033", "c44bb2fd"]}','first','Ann','2026-12-01 04:49:24.000000',6,6,0,0,0,'["2025-02", "2025-03"]','2025-03-04',NULL,NULL,'[]',NULL,NULL,'new','[]');
INSERT INTO "uploads" VALUES(4,'undone.csv','2e651312544676d4dfe31d2408eff0efda352bcdc747eac9aad398f4a276863b','survey','plain','26ae65f552134fb0','{"kind": "survey", "format": "plain", "fingerprint": "26ae65f552134fb0", "columns": [{"index": 1, "heading": "response_id", "nth": 1, "role": "response_id", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 2, "heading": "responded_at", "nth": 1, "role": "responded_at", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 3, "heading": "metric", "nth": 1, "role": "metric", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 4, "heading": "score", "nth": 1, "role": "score", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 5, "heading": "unit", "nth": 1, "role": "unit", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 6, "heading": "channel", "nth": 1, "role": "channel", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}, {"index": 7, "heading": "comment", "nth": 1, "role": "comment", "metric": null, "scale": null, "reversed": false, "words": {}, "point": null}], "date_order": "iso", "month": null, "unit": "", "channel": "", "source": "26ae65f552134fb0", "audience": null, "notes": [], "marks": ["7d6520c8", "c2586710", "b8b4e9ce", "a575b798", "385cfdbc", "69e36568", "c44bb2fd"]}','first','Ann','2026-12-01 04:49:38.000000',2,2,0,0,0,'["2025-03"]','2025-03-01',NULL,NULL,'[]','2026-12-01 04:50:08.000000','Ann','new','[]');
CREATE TABLE visit_sums (
	unit_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	channel_id INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	earned BIGINT NOT NULL, 
	possible BIGINT NOT NULL, 
	earned_squares BIGINT NOT NULL, 
	products BIGINT NOT NULL, 
	possible_squares BIGINT NOT NULL, 
	critical_failures BIGINT NOT NULL, 
	PRIMARY KEY (unit_id, month, channel_id), 
	FOREIGN KEY(channel_id) REFERENCES channels (id), 
	FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID

;
INSERT INTO "visit_sums" VALUES(1,'2025-02-01',1,1,20000,30000,400000000,600000000,900000000,0);
INSERT INTO "visit_sums" VALUES(1,'2025-03-01',1,2,40000,60000,1000000000,1200000000,1800000000,1);
INSERT INTO "visit_sums" VALUES(2,'2025-02-01',1,1,20000,30000,400000000,600000000,900000000,0);
INSERT INTO "visit_sums" VALUES(2,'2025-03-01',1,1,30000,30000,900000000,900000000,900000000,0);
INSERT INTO "visit_sums" VALUES(3,'2025-02-01',1,1,20000,30000,400000000,600000000,900000000,0);
INSERT INTO "visit_sums" VALUES(3,'2025-03-01',1,1,30000,30000,900000000,900000000,900000000,0);
INSERT INTO "visit_sums" VALUES(5,'2025-03-01',1,1,10000,30000,100000000,300000000,900000000,1);
CREATE INDEX ix_mappings_fingerprint ON mappings (fingerprint);
CREATE INDEX ix_units_parent_id ON units (parent_id);
CREATE INDEX ix_units_upload_id ON units (upload_id);
CREATE INDEX ix_uploads_sha256 ON uploads (sha256);
CREATE INDEX ix_benchmarks_known_as ON benchmarks (metric, month);
CREATE INDEX ix_benchmarks_upload_id ON benchmarks (upload_id);
CREATE INDEX ix_operations_known_as ON operations (metric, month, unit_id, channel_id);
CREATE INDEX ix_operations_upload_id ON operations (upload_id);
CREATE INDEX ix_responses_days ON responses (answered_on, unit_id, channel_id);
CREATE INDEX ix_responses_known_as ON responses (source_id, external_id);
CREATE INDEX ix_shopper_visits_days ON shopper_visits (visited_on, unit_id, channel_id);
CREATE INDEX ix_shopper_visits_known_as ON shopper_visits (source_id, external_id);
CREATE INDEX ix_shopper_visits_upload_id ON shopper_visits (upload_id);
CREATE INDEX ix_standards_metric ON standards (metric, unit_id, since);
CREATE INDEX ix_limits_metric ON limits (metric, since);
CREATE INDEX ix_commentaries_month ON commentaries (month, unit_id);
CREATE INDEX ix_rebases_metric ON rebases (metric, unit_id);
CREATE INDEX ix_unit_names_unit_id ON unit_names (unit_id);
CREATE INDEX ix_sendings_edition ON sendings (edition_id, address);
CREATE INDEX ix_responses_occasion ON responses (occasion) WHERE occasion IS NOT NULL;
CREATE INDEX ix_counted_results_known_as ON counted_results (month, unit_id);
CREATE INDEX ix_counted_results_upload_id ON counted_results (upload_id);
COMMIT;
