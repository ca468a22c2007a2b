function (config) {
  // Records are kept between requests. Like the fake, it looks at the sign-in and at the values before it answers;
  // a list looks at each record, as stubs of this kind do.
  const request = config.request, state = config.state;
  const headers = { 'Content-Type': 'application/json; charset=utf-8', Connection: 'Keep-Alive' };
  const answer = (status, value) => ({ statusCode: status, headers, body: JSON.stringify(value) });
  if (!state.byId) {
    const records = JSON.parse(require('fs').readFileSync('RECORDS', 'utf8'));
    state.byId = new Map(records.map(record => [record.Id, record]));
    state.kinds = Object.entries(records[0]);
    state.next = Math.max(...state.byId.keys()) + 1;
    state.clock = Date.now();
    state.tokens = new Set(['Bearer TOKEN']);
  }
  const given = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (!state.tokens.has(given.authorization)) return answer(401, { detail: 'Unauthorized' });
  const wrong = values => Object.entries(values).find(([name, value]) => {
    const known = state.kinds.find(([other]) => other.toLowerCase() === name.toLowerCase());
    return !known || (known[1] !== null && value !== null && typeof known[1] !== typeof value);
  });
  const stamp = () => new Date(state.clock += 1).toISOString().replace('Z', '0000+00:00');
  const parts = request.path.split('/');
  if (request.method === 'POST') {
    const values = JSON.parse(request.body);
    if (!values.Name || wrong(values)) return answer(400, { detail: 'not valid' });
    const template = state.byId.values().next().value;
    const record = { ...template, ...values, Id: state.next++, LastChangedDateTimeOffset: stamp() };
    state.byId.set(record.Id, record);
    return answer(201, record);
  }
  if (parts.length > 3) {
    const id = Number(parts[3]), record = state.byId.get(id);
    if (!record) return answer(404, { detail: 'not found' });
    if (request.method === 'GET') return answer(200, record);
    const changes = Object.fromEntries(JSON.parse(request.body).map(step => [step.path.slice(1), step.value]));
    if (wrong(changes)) return answer(400, { detail: 'not valid' });
    const changed = { ...record, ...changes, LastChangedDateTimeOffset: stamp() };
    state.byId.set(id, changed);
    return answer(200, changed);
  }
  const since = request.query.lastChangedDateTimeOffsetGreaterThan, found = [];
  for (const record of state.byId.values()) {
    if (record.LastChangedDateTimeOffset > since) found.push(record);
  }
  return answer(200, found.slice(0, Number(request.query.PageSize)));
}
