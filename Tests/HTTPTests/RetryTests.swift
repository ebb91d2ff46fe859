import HTTP
import Testing

@Suite struct RetryTests {
    private let retry = Retry(
        attempts: 4,
        firstDelay: .seconds(1),
        longestDelay: .seconds(3),
        longestRetryAfter: .seconds(60)
    )

    @Test(arguments: [408, 425, 429, 500, 502, 503, 504])
    func troubleThatPassesIsTriedAgain(status: Int) {
        #expect(retry.decision(afterAttempt: 1, status: status, jitter: 1) == .wait(.seconds(1)))
    }

    @Test(arguments: [200, 301, 400, 401, 403, 404, 409, 412, 501, 505])
    func anythingElseIsNot(status: Int) {
        #expect(retry.decision(afterAttempt: 1, status: status, jitter: 1) == .stop)
    }

    @Test func delaysDoubleUpToALimitAndAttemptsEnd() {
        let decisions = (1...5).map { retry.decision(afterAttempt: $0, status: 503, jitter: 1) }
        #expect(decisions == [.wait(.seconds(1)), .wait(.seconds(2)), .wait(.seconds(3)), .stop, .stop])
        let patient = Retry(attempts: .max, firstDelay: .seconds(1), longestDelay: .seconds(30))
        #expect(patient.decision(afterAttempt: 1_000_000, status: 503, jitter: 1) == .wait(.seconds(30)))
    }

    @Test func jitterTakesAwayUpToHalf() {
        #expect(retry.decision(afterAttempt: 2, status: 503, jitter: 0) == .wait(.seconds(1)))
        #expect(retry.decision(afterAttempt: 2, status: 503, jitter: 0.5) == .wait(.milliseconds(1500)))
        #expect(retry.decision(afterAttempt: 2, status: 503, jitter: 7) == .wait(.seconds(2)))
    }

    @Test func theServerIsNotAskedSoonerThanItWants() {
        #expect(
            retry.decision(afterAttempt: 1, status: 429, retryAfter: .seconds(20), jitter: 1) == .wait(.seconds(20))
        )
        #expect(retry.decision(afterAttempt: 1, status: 429, retryAfter: .zero, jitter: 1) == .wait(.seconds(1)))
        #expect(retry.decision(afterAttempt: 1, status: 429, retryAfter: .seconds(61), jitter: 1) == .stop)
    }

    @Test func errorsThatPassAreTriedAgain() {
        let codes: [HTTPError.Code] = [.connect, .timeout, .connectionLost]
        for code in codes { #expect(retry.decision(afterAttempt: 1, error: code, jitter: 1) == .wait(.seconds(1))) }
        let others: [HTTPError.Code] = [
            .tls, .cancelled, .tooLarge, .invalidRequest, .unavailable, .protocolViolation, .other,
        ]
        for code in others { #expect(retry.decision(afterAttempt: 1, error: code, jitter: 1) == .stop) }
        #expect(retry.decision(afterAttempt: 4, error: .connect, jitter: 1) == .stop)
    }

    @Test(
        arguments: [
            ("120", nil, .seconds(120)), ("0", nil, .zero), ("-1", nil, nil), ("soon", nil, nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", .seconds(30)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", "Mon, 28 Feb 2000 23:59:59 GMT", .seconds(86_401)),
            ("Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 31 Dec 2099 23:00:00 GMT", .seconds(3600)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", nil, nil),
            ("Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", nil),
            ("Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", nil),
        ] as [(String, String?, Duration?)]
    )
    func retryAfterIsSecondsOrADate(retryAfter: String, date: String?, wait: Duration?) {
        let headers = [(name: "retry-after", value: retryAfter)] + (date.map { [(name: "Date", value: $0)] } ?? [])
        #expect(HTTPResponse(status: 503, headers: headers).retryAfter == wait)
    }
}
