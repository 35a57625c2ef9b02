package naru.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestKeys;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import naru.wire.Json;
import naru.wire.LabReplies.ExecPrefix;
import naru.wire.LabReplies.Progress;
import naru.wire.LabRequests;
import naru.wire.Operation;
import naru.wire.Operation.Refusal;

/** What can be asked of a lab that is up. */
final class LabOperations {

    private static final Duration AGENTS_PATIENCE = Duration.ofSeconds(30);

    private final Lab lab;
    private final PodRemoval removal = new PodRemoval();

    LabOperations(Lab lab) {
        this.lab = lab;
    }

    Map<String, Operation> all() {
        Map<String, Operation> all = new HashMap<>();
        all.put("apply", this::apply);
        all.put("delete", this::delete);
        all.put("config", this::config);
        all.put("agent", this::agent);
        all.put("incident", incident(Incidents::happen));
        all.put("repair", incident(Incidents::repair));
        all.put("pods", (_, answer) -> answer.send(new Listing(lab).pods()));
        all.put("nodes", (_, answer) -> answer.send(new Listing(lab).nodes()));
        all.put("get", this::get);
        all.put("exec", this::exec);
        return all;
    }

    Applying applying() {
        return new Applying(lab, removal);
    }

    private void apply(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        LabRequests.Apply request = Json.read(args, LabRequests.Apply.class);
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMillis()));
        OutcomeNotes notes = new OutcomeNotes();
        List<ManifestObject> objects = Applying.read(Inbox.read(request.inputs()), notes);
        applying().apply(objects, notes);
        if (request.await()) {
            new Settling(lab).all(deadline, progressTo(answer)).forEach(notes::pending);
        }
        answer.send(notes.toOutcome());
    }

    private void delete(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        LabRequests.Delete request = Json.read(args, LabRequests.Delete.class);
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMillis()));
        OutcomeNotes notes = new OutcomeNotes();
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (Inbox.Text text : Inbox.read(request.inputs())) {
            ManifestKeys read = ManifestReader.readKeys(text.name(), text.text());
            keys.addAll(read.keys());
            notes.problems(read.problems());
        }
        Deleting deleting = new Deleting(lab, removal);
        deleting.begin(new ArrayList<>(keys));
        deleting.await(deadline, notes);
        new Settling(lab).agents(deadline, progressTo(answer)).forEach(notes::pending);
        answer.send(notes.toOutcome());
    }

    private void config(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        LabRequests.Config request = Json.read(args, LabRequests.Config.class);
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMillis()));
        OutcomeNotes notes = new OutcomeNotes();
        new Configuring(lab).change(request.node(), request.values(), notes);
        if (request.await()) {
            new Settling(lab).all(deadline, progressTo(answer)).forEach(notes::pending);
        }
        answer.send(notes.toOutcome());
    }

    /** One of the two things that can be done about an incident. */
    @FunctionalInterface
    private interface IncidentStep {
        void take(Incidents incidents, String name, OutcomeNotes notes)
                throws Refusal, InterruptedException;
    }

    private Operation incident(IncidentStep step) {
        return (args, answer) -> {
            Deadline deadline = Deadline.in(AGENTS_PATIENCE);
            OutcomeNotes notes = new OutcomeNotes();
            String name = Json.read(args, LabRequests.Incident.class).name();
            step.take(new Incidents(new Configuring(lab)), name, notes);
            new Settling(lab).agents(deadline, progressTo(answer)).forEach(notes::pending);
            answer.send(notes.toOutcome());
        };
    }

    private void agent(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        LabRequests.Agent request = Json.read(args, LabRequests.Agent.class);
        new Configuring(lab).agent(request.action(), request.node());
        answer.send(null);
    }

    private void get(JsonNode args, Operation.Answer answer) throws IOException, Refusal {
        LabRequests.Get request = Json.read(args, LabRequests.Get.class);
        answer.send(new Listing(lab).get(request.kind(), request.namespace()));
    }

    private void exec(JsonNode args, Operation.Answer answer) throws IOException, Refusal {
        LabRequests.Exec request = Json.read(args, LabRequests.Exec.class);
        answer.send(new ExecPrefix(new Targets(lab).prefix(request.target())));
    }

    /** Each new word of what goes on, once. */
    static Consumer<String> progressTo(Operation.Answer answer) {
        return what -> {
            try {
                answer.stream(new Progress(what));
            } catch (IOException e) {
                // Who asked has gone; the work goes on.
            }
        };
    }
}
