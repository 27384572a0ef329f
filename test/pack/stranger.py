#!/usr/bin/env python3
"""verify.py PACK.zip: checks an audit pack against FORMAT.md (version 1), with Python 3.11 and the `openssl` command. First line:
0 valid, 1 invalid, 2 valid with parts erased or withheld, 3 not understood, and a sentence; then findings. Exit code: the verdict."""
import base64, collections, datetime, functools, hashlib, json, pathlib, re, struct, subprocess, sys, tempfile, zlib
bad, newer, P, M32, MAX = [], [], 'process-designer/', 0xFFFFFFFF, 2 ** 53 - 1
MEANING, ROLE = {'gate.approved': 'approved', 'gate.rejected': 'rejected', 'checklist.released': 'released', 'work-order.closed': 'closed',
    'post-review.decided': 'verdict', 'user.key-set': 'key-set'}, {'work-order.closed': 'compliance', 'user.enrolled': 'admin', 'user.deactivated': 'admin',
    'user.code-issued': 'admin'}
Bad = type('Bad', (Exception,), {})
def need(ok, words):  # without this, the rest cannot be checked
    if not ok:
        raise Bad(words)
find = lambda ok, words: None if ok else bad.append(words)
sha = lambda *data: hashlib.sha256(b''.join(data)).digest()
id_of = lambda key: base64.b32encode(sha(key)).decode().lower()[:26]
rising = lambda items, key: [x[key] for x in items] == sorted({x[key] for x in items})
def b64(text, size=None):
    raw = base64.b64decode(text.encode(), validate=True)
    need(base64.b64encode(raw).decode() == text and size in (None, len(raw)), 'base64 in another spelling, or of another length')
    return raw
def jcs(x, depth=1):
    need(depth <= 16 or not isinstance(x, (dict, list)), 'nested deeper than 16')
    if isinstance(x, dict):
        need('__proto__' not in x, 'a key is __proto__')
        return '{' + ','.join(jcs(k) + ':' + jcs(x[k], depth + 1) for k in sorted(x, key=lambda k: k.encode('utf-16-be'))) + '}'
    need(not isinstance(x, float) and (type(x) is not int or abs(x) <= MAX), 'a number is no integer, or too large')
    return '[' + ','.join(jcs(y, depth + 1) for y in x) + ']' if isinstance(x, list) else json.dumps(x, ensure_ascii=False)
def canonical(data, what):
    try:
        x = json.loads(bytes(data).decode())
        need(isinstance(x, dict) and jcs(x).encode() == data, 'it would be written in another way')
    except (ValueError, RecursionError, Bad) as e:
        raise Bad(f'{what} is not one object in canonical JSON: {str(e)[:80]}')
    return x
def fits(x, form):  # a pattern, test or value; (either, or), [list of], {object with exactly these keys; '?' optional, '*' any others}
    if isinstance(form, dict):
        keys = {k.rstrip('?'): k for k in form}
        return isinstance(x, dict) and ('*' in form or set(x) <= set(keys)) and all(
            fits(x[k], form[named]) if k in x else named[-1] in '?*' for k, named in keys.items())
    if isinstance(form, (list, tuple)):
        return any(fits(x, f) for f in form) if isinstance(form, tuple) else isinstance(x, list) and all(fits(y, form[0]) for y in x)
    if isinstance(form, re.Pattern):
        return isinstance(x, str) and form.fullmatch(x) is not None
    return form(x) if callable(form) else x == form and type(x) is type(form)
TEXT, ID, HEX, WORD = re.compile('(?s).*'), re.compile('[!-~]{1,200}'), re.compile('[0-9a-f]{64}'), '[a-z0-9]+(-[a-z0-9]+)*'
LOG, CLOCK = re.compile('(dev_[a-z2-7]{26})/(0|[1-9][0-9]{0,8})'), re.compile('[1-9][0-9]{12}-[0-9a-f]{4}')
DATE, TIME = re.compile(r'\d{4}(-\d\d){2}T\d\d(:\d\d){2}\.\d{3}Z', re.A), lambda x: fits(x, DATE) and datetime.datetime.fromisoformat(x)
KEY, SIG, NAT, INT = lambda x: b64(x, 32), lambda x: b64(x, 64), lambda x: type(x) is int and x >= 0, lambda x: type(x) is int
PLACE, SPAN, WHO = {'log': LOG, 'seq': NAT}, {'from?': TIME, 'until?': TIME, 'words': TEXT}, {'role': TEXT, 'user': TEXT}
OF = re.compile('work-orders|dates'), re.compile('job-type|person|lot|asset|question')
MANIFEST = {'addendumTo': (None, {'number': TEXT, 'pack': ID, 'sha256': HEX}), 'app': TEXT, 'at': TIME, 'by': {'name': TEXT, **WHO},
            'device': TEXT, 'files': [{'name': TEXT, 'sha256': HEX, 'size': NAT}], 'kind': P + 'audit-pack', 'number': TEXT, 'pack': ID,
            'logs': [{'from': NAT, 'lines': NAT, 'log': LOG, 'size': NAT, 'to': NAT}], 'reason': TEXT, 'request': PLACE,
            'scope': ({'kind': OF[0], **SPAN}, {'kind': OF[1], 'value': TEXT, **SPAN}), 'site': TEXT, 'siteName': TEXT, 'withheld': NAT,
            'v': 1, 'workOrders': [{'entries': NAT, 'number': TEXT, 'workOrder': ID}]}
KEYS = {'devices': [{'key': KEY, 'log': LOG, 'seq': NAT, 'signature': SIG, 'statement': TEXT}], 'rootKey': KEY, 'site': TEXT, 'v': 1,
        'people': [{'from': PLACE, 'key?': KEY, 'keys?': [{'key': KEY, **PLACE}], 'role': TEXT, 'to': (None, PLACE), 'user': ID}]}
LATER = {'v': lambda x: type(x) is int and x > 1, **PLACE, 'prev': HEX, 'clock': CLOCK, 'type': TEXT, 'stream': TEXT, '*': TEXT}
HEADER = {'v': 1, **PLACE, 'prev': HEX, 'clock': CLOCK, 'at': TIME, 'zone': re.compile('[+-]([01][0-9]|2[0-3]):[0-5][0-9]'), 'stream': ID,
          'boot': {'id': ID, 'ms': INT}, 'app': TEXT, 'actor': ({'system': TEXT}, {'role': TEXT, 'session': ID, 'user': ID}), 'rev': NAT,
          'type': re.compile(rf'{WORD}\.{WORD}'), 'idem': ID, 'body': HEX, 'signature?': {'key': KEY, 'meaning': TEXT, 'value': SIG}}
ERASED = {'entry': PLACE, 'authority': TEXT, 'scope': TEXT, 'second': WHO, 'kept?': {'key?': KEY, **WHO}, 'files?': [HEX], '*': TEXT}
@functools.lru_cache(maxsize=None)
def signed(key, message, signature):
    with tempfile.TemporaryDirectory() as t:
        for name, data in (('k', bytes.fromhex('302a300506032b6570032100') + key), ('m', message), ('s', signature)):
            pathlib.Path(t, name).write_bytes(data)
        command = f'openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey {t}/k -sigfile {t}/s -in {t}/m'
        return subprocess.run(command.split(), capture_output=True).returncode == 0
def check_note(data, origin, key, others=()):
    lines, held = bytes(data).decode().split('\n'), False
    need(lines[0] == origin and lines[1] == str(int(lines[1])) and lines[3] == lines[-1] == '' and (others or len(lines) == 6), origin)
    root, text = b64(lines[2], 32), '\n'.join(lines[:3]).encode() + b'\n'
    for line in lines[4:-1]:
        m = re.fullmatch('— ([^ +]+) ([A-Za-z0-9+/=]+)', line)
        raw = b64(m[2] if m else '?')
        for name, mark, public in [(origin, b'\1', key), *others]:
            if m[1] == name and raw[:4] == sha(name.encode(), b'\n', mark, public)[:4]:
                head = b'cosignature/v1\ntime %d\n' % int.from_bytes(raw[4:12], 'big') if mark == b'\4' else b''
                need(len(raw) == (76 if head else 68) and signed(public, head + text, raw[-64:]), f'the signature by {name} does not hold')
                held = held or not head
    need(held, f'the note of {origin} has no signature by its own key')
    return int(lines[1]), root
def zip64(*values):
    big = b''.join(struct.pack('<Q', v) for v in values if v >= M32)
    return struct.pack('<HH', 1, len(big)) + big if big else b''
def read_zip(d):  # every header is made again from flags, CRC, name and size, and compared, so that no byte is free
    count, cd_size, cd = struct.unpack('<QQQ', d[-66:-42]) if d[-42:-38] == b'PK\6\7' else struct.unpack('<HII', d[-12:-2])
    at, pos, members, view = cd, 0, {}, memoryview(d)
    for _ in range(count):
        flags, crc, size, name_size = struct.unpack('<H6xI4xIH', d[at + 8:at + 30])
        name, late = d[at + 46:at + 46 + name_size], flags == 0x808
        size = size if size < M32 else struct.unpack('<Q', d[at + 50 + name_size:at + 58 + name_size])[0]
        s32, wide, extra = min(size, M32), zip64(size, size), zip64(size, size, pos)
        fixed = struct.pack('<5H', 45 if extra else 20, flags, 0, 0, 0x2821)
        said = (0, 0, 0, name_size, 0) if late else (crc, s32, s32, name_size, len(wide))
        local = b'PK\3\4' + fixed + struct.pack('<3IHH', *said) + name + wide * (not late)
        start, end = pos + len(local), pos + len(local) + size
        after = (b'PK\7\x08' + struct.pack('<IQQ' if wide else '<III', crc, size, size)) * late
        head = b'PK\1\2' + struct.pack('<H', 0x33F) + fixed + struct.pack(
            '<3I5H2I', crc, s32, s32, name_size, len(extra), 0, 0, 0, 0o100644 << 16, min(pos, M32)) + name + extra
        need(d[pos:start] == local and d[end:end + len(after)] == after and d[at:at + len(head)] == head and flags in (0x800, 0x808) and
             end <= cd and zlib.crc32(view[start:end]) == crc and name.decode() not in members, f'ZIP: headers or CRC-32 of {name}')
        members[name.decode()], pos, at = view[start:end], end + len(after), at + len(head)
    wide = struct.pack('<4sQ2H2I4Q4sIQI', b'PK\6\6', 44, 0x33F, 45, 0, 0, count, count, cd_size, cd, b'PK\6\7', 0, at, 1)
    last = struct.pack('<4s2H2H2IH', b'PK\5\6', 0, 0, *[min(count, 0xFFFF)] * 2, min(cd_size, M32), min(cd, M32), 0)
    need(pos == cd and at == cd + cd_size and d[at:] == wide * (count >= 0xFFFF or max(cd, cd_size) >= M32) + last, 'ZIP: its end')
    return members
def check_manifest(members, digest):
    m = canonical(members['manifest.json'], 'manifest.json')
    need(fits(m, MANIFEST), 'manifest.json: its keys, or the form of a value')
    ranges = all(x['from'] <= x['to'] <= x['size'] for x in m['logs'])
    need(rising(m['logs'], 'log') and rising(m['workOrders'], 'workOrder') and ranges, 'manifest.json: the order of a list, or a range')
    held = [{'name': n, 'sha256': digest[n], 'size': len(b)} for n, b in members.items() if n not in ('manifest.json', 'manifest.note')]
    need(held == m['files'], 'the members are not those of manifest.json')
    logs = [f'ledger/{x["log"]}/{n}' for x in m['logs'] for n in ('entries.jsonl', 'checkpoint.txt')]
    files = [n for n in sorted(members) if n == 'evidence/' + digest[n]] + [n for n in sorted(members) if n[:9] == 'closures/']
    names = ['index.html', 'manifest.json', 'manifest.note', 'keys.json', *logs, *files, 'FORMAT.md']
    need([*members] == names, 'the members are not those of an audit pack, or not in their order')
    return m
def check_keys(m, members):
    k, devices = canonical(members['keys.json'], 'keys.json'), {}
    need(fits(k, KEYS), 'keys.json: its keys, or the form of a value')
    need(k['site'] == m['site'] == 'site_' + id_of(b64(k['rootKey'])), 'the id of the site is not that of its root key')
    for d in k['devices']:
        s, name = json.loads(d['statement']), 'dev_' + id_of(b64(d['key']))
        need(fits(s, {'at': TIME, 'certificate': HEX, 'device': name, 'deviceKey': d['key'], 'name': TEXT, 'site': k['site'], 'v': 1}) and
             signed(b64(k['rootKey']), b'process-designer/enrolment/v1\0' + jcs(s).encode(), b64(d['signature'])), f'{name}: enrolment')
        devices[name] = {**d, 'raw': b64(d['key'])}
    need(rising(k['people'], 'user') and [*devices] == sorted(devices) and len(devices) == len(k['devices']), 'keys.json: not in order')
    need({m['device'], *(x['log'].split('/')[0] for x in m['logs'])} <= set(devices), 'keys.json: a device is not there')
    note = check_note(members['manifest.note'], f'{P}{m["site"]}/{m["device"]}/pack', devices[m['device']]['raw'])
    need(note == (len(members['manifest.json']), sha(members['manifest.json'])), 'manifest.note is not about this manifest.json')
    return devices, k['people']
def root_of(leaf, i, n, proof):  # the root of the tree of n leaves to which the proof leads from leaf i
    need(bool(proof) == (n > 1), 'the proof has another length')
    k, rest, top = 1 << (n - 1).bit_length() - 1 if n > 1 else 0, proof[:-1], b''.join(proof[-1:])
    return leaf if n == 1 else sha(b'\1', root_of(leaf, i, k, rest), top) if i < k else sha(b'\1', top, root_of(leaf, i - k, n - k, rest))
class Entry:
    def __init__(self, raw, log, size, root):
        line, form = canonical(raw, 'the line'), {'header': TEXT, 'proof': [KEY]}
        need(fits(line, (form, {**form, 'salt': KEY, 'body': TEXT})), 'the line has other keys, or a value of another form')
        header, salt, body = [b64(line.get(k, '')) for k in ('header', 'salt', 'body')]
        need(len(header) <= 16384 and len(body) <= 1048576, 'header or body is too long')
        h = self.h = canonical(header, 'the header')
        self.new, self.bare, self.log, self.seq, self.leaf = fits(h, LATER), not salt, log, h.get('seq'), sha(b'\0', header)
        need((self.new or fits(h, HEADER)) and h['log'] == log and (self.seq or h['prev'] == '0' * 64), 'the header has another form')
        need(self.seq < size and root_of(self.leaf, self.seq, size, [*map(b64, line['proof'])]) == root, 'it is not in the tree')
        self.type, self.stream, self.place, self.order = h.get('type'), h.get('stream'), (log, self.seq), (h['clock'], log, self.seq)
        self.where, s = f'entry {self.seq} of {log} ({self.type})', None if self.new else h.get('signature')
        self.user = None if self.new else h['actor'].get('user')
        fit = self.bare or sha(b'process-designer/body/v1\0', salt, body).hex() == h.get('body')
        need(fit or self.new, 'the body is not the one that the header commits to')
        self.body = canonical(body, 'the body') if fit and not self.bare else None
        if s:
            need(self.user and (self.bare or self.body.get('meaning') == s['meaning']), 'signed by no person, or the meaning differs')
            message = b'process-designer/signature/v1\0' + jcs({k: v for k, v in h.items() if k != 'signature'}).encode()
            need(signed(b64(s['key']), message, b64(s['value'])), 'the signature does not hold')
    def get(self, key):  # the text under this key of the body
        return (self.body or {}).get(key) if isinstance((self.body or {}).get(key), str) else None
def read_log(m, x, devices, members):
    log, entries, site = x['log'], [], P + m['site']
    others = [(f'{site}/{d}', b'\4', v['raw']) for d, v in devices.items()]
    size, root = check_note(members[f'ledger/{log}/checkpoint.txt'], f'{site}/{log}', devices[log.split('/')[0]]['raw'], others)
    lines = bytes(members[f'ledger/{log}/entries.jsonl']).split(b'\n')
    find(lines.pop() == b'' and len(lines) == x['lines'] and size == x['size'], f'log {log}: lines or size are not as in the manifest')
    for n, raw in enumerate(lines):
        try:
            entries.append(Entry(raw, log, size, root))
            for last, e in zip(entries[-2:-1], entries[-1:]):
                follows = last.seq + 1 < e.seq or last.seq + 1 == e.seq and last.leaf.hex() == e.h['prev']
                need(follows and last.h['clock'] < e.h['clock'], 'seq, prev or clock do not follow from the line before')
        except (Bad, ValueError) as why:
            bad.append(f'log {log}, line {n + 1}: {why}')
    find(bad or sum(x['from'] <= e.seq < x['to'] for e in entries) == x['to'] - x['from'], f'log {log}: an entry is missing')
    return entries
def check_people(entries, at, erased, listed):
    told = [(e.body, {'log': e.log, 'seq': e.seq}) for e in entries if e.type == 'user.enrolled' and not e.bare and not e.new]
    told += [(e.body['kept'], e.body['entry']) for p, e in erased.items() if 'kept' in e.body and (p not in at or at[p].bare)]
    people, ended, said = {}, collections.defaultdict(list), {p['user']: p for p in listed}
    for new, place in told:
        need(fits(new, {**WHO, 'key?': KEY, '*': TEXT}), f'the enrolment at {place}: its form')
        find(people.setdefault(new['user'], {**new, 'place': place})['place'] == place, f'{new["user"]} is enrolled twice')
    for e in (e for e in entries if e.type == 'user.deactivated' and not e.bare and not e.new):
        ended[e.get('user')].append({'log': e.log, 'seq': e.seq})
    sets, coded = collections.defaultdict(list), {e.get('user') or e.stream for e in entries if e.type == 'user.code-issued'}
    for e in (e for e in entries if e.type == 'user.key-set' and not e.new):  # signed with the key that it sets, by whose it is
        key = e.h.get('signature', {}).get('key')
        sets[e.user].append({'key': key, 'log': e.log, 'seq': e.seq})
        find(e.bare or (e.get('user'), e.get('key')) == (e.user, key) and e.user in coded, f'{e.where}: not their own key, or without a code')
    for user in set(said) | set(people):
        s, p = said.get(user, {}), people.get(user, {})
        same = s and p and (s.get('key'), s['role'], s['from']) == (p.get('key'), p['role'], p['place']) and s.get('keys', []) == sets[user]
        find(same and s['to'] in (ended[user] or [None]), f'keys.json: {user} is not what the disclosed entries say')
    def active(user, e):  # known, and not deactivated before in the same log
        came = people.get(user, {'place': None})['place']
        return came and (came['log'] != e.log or came['seq'] < e.seq) and all(x['log'] != e.log or x['seq'] >= e.seq for x in ended[user])
    def key_fits(user, e, key):  # told before it in the same log, or by another log, and no other set in the same log since
        told = [*([{'key': people[user]['key'], **people[user]['place']}] if 'key' in people[user] else []), *sets[user]]
        ends = lambda i: [x['seq'] for x in told[i + 1:] if x['log'] == e.log]
        return any(x['key'] == key and (x['log'] != e.log or x['seq'] <= e.seq) and all(e.seq < n for n in ends(i)) for i, x in enumerate(told))
    return people, active, key_fits
def check_rules(entries, people, active, key_fits):
    seen = collections.defaultdict(set)  # who did it before, by (what, log, of what)
    for e in (e for e in entries if not e.new and (not e.bare or not e.user or e.user in people)):  # else nothing is judged
        p, w, sig, role = people.get(e.user), e.where, e.h.get('signature'), e.h['actor'].get('role')
        find(not e.user or active(e.user, e), f'{w}: by {e.user}, who was not known or not active')
        find(not p or role == p['role'] and (not sig or key_fits(e.user, e, sig['key'])), f'{w}: the role or the key is not that of {e.user}')
        find(e.type not in MEANING or e.user and sig and sig['meaning'] == MEANING[e.type], f'{w}: not signed as it must be')
        find(not e.user or role == ROLE.get(e.type, role), f'{w}: not by {ROLE.get(e.type)}')
        run, glass, review, opened = [seen[k, e.log, e.get(k.strip('*')) or w] for k in ('run', 'glass', 'review', 'review*')]
        drafts = seen['drafts', e.log, e.get('checklist') or e.stream]
        if e.type == 'checklist.released':
            find(e.bare or e.user not in drafts, f'{w}: by who saved a draft of it')
            drafts.clear()
        elif e.bare:
            continue
        elif e.type in ('run.step-recorded', 'run.step-corrected', 'run.evidence-added'):
            run.add(e.user), glass.add(e.user)
        elif e.type == 'break-glass.opened':
            review.add(e.user), opened.add(e.get('glass'))
        elif e.type == 'checklist.draft-saved':
            drafts.add(e.user)
        elif e.type in ('gate.approved', 'gate.rejected', 'work-order.closed'):
            find(e.user not in run, f'{w}: by who recorded in this run')
            find(e.type == 'work-order.closed' or e.get('role') == role, f'{w}: its role is not that of its actor')
        elif e.type == 'post-review.decided':
            find(e.user not in review.union(glass, *(seen['glass', e.log, g] for g in opened)), f'{w}: by who opened or used the glass')
        elif e.type == 'body.erased':
            find(e.user != e.body['second']['user'] and active(e.body['second']['user'], e), f'{w}: not by two persons, known and active')
        elif e.type in ('user.deactivated', 'user.code-issued', 'user.unlocked'):
            find(e.user != e.get('user'), f'{w}: by themselves')
def check_whole(m, entries, at, erased):
    listed, streams, mine = {w['workOrder']: w for w in m['workOrders']}, collections.defaultdict(set), collections.defaultdict(list)
    for e in (e for e in entries if e.get('workOrder')):
        streams[e.stream].add(e.get('workOrder'))
    for e in entries:
        for w in [e.get('workOrder')] if e.body is not None else streams.get(e.stream, []):
            mine[w].append(e)
            find(not w or w in listed and (not e.bare or e.place in erased), f'{e.where}: {w} is not in the manifest, or withheld in part')
            find(e.type != 'work-order.opened' or e.bare or e.get('number') == listed.get(w, {}).get('number'), f'{e.where}: its number')
    for w, x in listed.items():
        find(len(mine[w]) == x['entries'] > 0, f'{w}: {len(mine[w])} lines belong to it, the manifest says {x["entries"]}')
    lost = {p for p in erased if p not in at or at[p].body is None and at[p].stream not in streams}
    for c in (c for c in entries if c.type == 'work-order.closed' and not c.bare and not c.new):
        count, last = c.body.get('entries'), c.body.get('lastEntry')
        held = [e for e in mine[c.get('workOrder')] if e is not c and (e.order < c.order or e.log != c.log)]
        find(NAT(count) and len(held) + len(lost) >= count, f'{c.where}: {len(held)} of {count} entries are here: something is left out')
        find(not held or any(e.log != c.log for e in held) or last == held[-1].seq or (c.log, last) in lost, f'{c.where}: lastEntry')
def check_files(entries, digest):
    names = re.compile(r'.*\.evidence-added|history\.import-(started|finished)')
    named = {'evidence/' + e.get('sha256') for e in entries if fits(e.type, names) and fits(e.get('sha256'), HEX)}
    closed, issued = [{e.get('closure'): e for e in entries if e.type == kind and e.get('closure')}  # the newest of each
                      for kind in ('work-order.closed', 'closure.document-issued')]
    for closure, e in issued.items():  # where the body of the closing was erased: any document of this hash
        name = f'closures/{closed[closure].get("number")}.pdf' if closure in closed else 'closures/'
        names = {n for n in digest if n.startswith(name) and digest[n] == e.get('sha256')}
        find(names, f'{e.where}: {name} is not there, or has another hash')
        named |= names
    held = {n for n in digest if n.startswith(('evidence/', 'closures/'))}
    bad.extend(f'{n}: is named by an entry and not there, or there and not named' for n in sorted(named - held if newer else named ^ held))
def check_request(m, at, people):
    e = at.get((m['request']['log'], m['request']['seq']))
    need(e and e.type == 'pack.requested' and e.body, 'the entry pack.requested is not there, or not disclosed')
    b, ids, by = e.body, [x['workOrder'] for x in m['workOrders']], {'name': m['by']['name'], **people.get(e.user, {}), **e.h['actor']}
    said = {'at': e.h['at'], 'addendumTo': m['addendumTo'], **b}
    find(all(said.get(k) == m[k] for k in 'at addendumTo number pack reason'.split()), f'{e.where}: at, number, pack or reason')
    find(all(m['by'][k] == by.get(k) for k in m['by']), f'{e.where}: by somebody else than the manifest says')
    scope = {'words': b.get('words'), **{k: v for k, v in (b.get('scope') or {}).items() if k != 'workOrders'}}
    find(scope == m['scope'] and fits(b.get('workOrders'), [TEXT]) and sorted(b['workOrders']) == ids, f'{e.where}: scope or workOrders')
def check_pack(data):
    members, parts, erased = read_zip(data), [], {}
    digest = {n: hashlib.sha256(b).hexdigest() for n, b in members.items()}
    m = check_manifest(members, digest)
    devices, listed = check_keys(m, members)
    entries = sorted((e for x in m['logs'] for e in read_log(m, x, devices, members)), key=lambda e: e.order)
    at, claims = {e.place: e for e in entries}, {x['log']: x['from'] < x['to'] for x in m['logs']}
    newer.extend('newer format: ' + e.where for e in entries if e.new)
    need(not bad, 'so the rules were not checked')
    for name, d in devices.items():
        e = at.get((d['log'], d['seq']))
        find(e and e.type == 'device.enrolled' and all(e.get(k) == d[k] for k in ('statement', 'signature')), f'{name}: its entry')
    for e in (e for e in entries if e.type == 'body.erased' and not e.bare and not e.new):
        need(fits(e.body, ERASED) and e.user, f'{e.where}: its form')
        place = e.body['entry']['log'], e.body['entry']['seq']
        erased[place], kind = e, at[place].type if place in at else ''
        find(kind != 'body.erased' and (kind != 'user.enrolled' or 'kept' in e.body), f'{e.where}: erases an erasure, or keeps no key')
    people, active, key_fits = check_people(entries, at, erased, listed)
    check_rules(entries, people, active, key_fits)
    check_whole(m, entries, at, erased)
    check_files(entries, digest)
    check_request(m, at, people)
    for e in (e for e in entries if e.bare):
        by = erased.get(e.place)
        parts.append(f'erased: {e.where}, by {by.where}' if by else f'withheld: {e.where}, about {e.stream}')
        public = e.type in ('site.created', 'device.enrolled') or e.type.startswith('user.') and e.stream in people
        find(by or claims[e.log] and not public, f'{e.where}: withheld, and must not be')
    find(m['withheld'] == sum(words[0] == 'w' for words in parts), f'not as many lines are withheld as the manifest says: {m["withheld"]}')
    return f': {m["number"]} of {m["site"]}, {len(entries)} of {sum(x["size"] for x in m["logs"])} entries', parts
def main(path, what='', parts=()):
    try:
        what, parts = check_pack(pathlib.Path(path).read_bytes())
    except Exception as e:  # whatever the bytes are: words, and never a traceback
        bad.append(str(e) if isinstance(e, Bad) else f'it cannot be read: {type(e).__name__}, {e!r:.200}')
    verdict = 1 if bad else 3 if newer else 2 if parts else 0
    words = ('valid', 'invalid', 'valid, with parts erased or withheld', 'not understood: some entries are in a newer format')[verdict]
    print(*(x.encode('ascii', 'backslashreplace').decode() for x in [f'{verdict} {words}{what}', *bad, *newer, *parts]), sep='\n')
    return verdict
if __name__ == '__main__':
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else 'usage: verify.py PACK.zip')
