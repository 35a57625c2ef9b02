package naru.agent.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Supplier;
import naru.wire.DoctorReply;
import naru.wire.Operation;
import naru.wire.Version;

/** {@code doctor}: on the thread of whoever asks; nobody else waits for it. */
public final class DoctorOperation implements Operation {

    private final String node;
    private final Doctor doctor;
    private final Supplier<DoctorReply.State> state;

    /**
     * @param state what a healthy node is told of as well
     */
    public DoctorOperation(String node, Doctor doctor, Supplier<DoctorReply.State> state) {
        this.node = node;
        this.doctor = doctor;
        this.state = state;
    }

    @Override
    public void answer(JsonNode args, Answer answer) throws IOException, InterruptedException {
        answer.send(
                new DoctorReply(
                        node,
                        Version.NUMBER,
                        doctor.checks(),
                        state.get(),
                        doctor.examine().stream().map(DoctorOperation::row).toList()));
    }

    private static DoctorReply.Finding row(Finding finding) {
        return new DoctorReply.Finding(
                finding.check(),
                finding.symptom(),
                finding.where(),
                finding.evidence(),
                finding.cause(),
                finding.fix());
    }
}
